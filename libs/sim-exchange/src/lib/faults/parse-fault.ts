import type { Ms } from '@aurora/kernel';
import { FAULT_KINDS, type Fault, type FaultKind, type ScheduledFault } from './fault';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };
const SPEC =
  /^(?<kind>[a-z_0-9]+)(?:\/(?<symbol>[A-Za-z0-9_]+))?@(?<every>[^:]+)(?::(?<lasts>[^:]+))?(?::(?<delay>[^:]+))?$/;

/**
 * Reads a fault that comes back: `KIND[/SYMBOL]@EVERY[:DURATION[:DELAY]]`, as `disconnect@10s`, `stall@60s:7s`,
 * `crossed/BTCUSDT@30s:500ms`, `slow@60s:10s:250ms`.
 * @throws RangeError on any other text; the message says what is wrong.
 */
export function parseScheduledFault(text: string): ScheduledFault {
  const groups = SPEC.exec(text)?.groups;
  if (groups === undefined)
    throw new RangeError(`"${text}" is no fault: KIND[/SYMBOL]@EVERY[:DURATION[:DELAY]], as stall@60s:7s`);
  const { kind, symbol, every, lasts, delay } = groups;
  const fault = {
    kind: parseKind(kind),
    ...(symbol === undefined ? {} : { symbol: symbol.toUpperCase() }),
    ...(lasts === undefined ? {} : { durationMs: parseDuration(lasts) }),
    ...(delay === undefined ? {} : { delayMs: parseDuration(delay) }),
  };
  return { everyMs: parseDuration(every!), fault };
}

/**
 * Reads the body of `POST /sim/faults`, in the spelling of the wire.
 * @param symbols the venue's.
 * @throws RangeError when it is no fault; the message names the field.
 */
export function readFault(body: unknown, symbols: readonly string[]): Fault {
  if (typeof body !== 'object' || body === null) throw new RangeError('a fault is an object with a kind');
  const { kind, symbol, duration_ms, delay_ms, ...others } = body as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new RangeError(`a fault has no field ${unknown}`);
  if (symbol !== undefined && !(typeof symbol === 'string' && symbols.includes(symbol)))
    throw new RangeError(`symbol must be one of ${symbols.join(', ')}`);
  return {
    kind: parseKind(kind),
    ...(symbol === undefined ? {} : { symbol }),
    ...(duration_ms === undefined ? {} : { durationMs: readMs('duration_ms', duration_ms) }),
    ...(delay_ms === undefined ? {} : { delayMs: readMs('delay_ms', delay_ms) }),
  };
}

function parseKind(kind: unknown): FaultKind {
  const known = FAULT_KINDS.find((name) => name === kind);
  if (known === undefined) throw new RangeError(`there is no fault "${String(kind)}": ${FAULT_KINDS.join(', ')}`);
  return known;
}

function parseDuration(text: string): Ms {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  const ms = Number(number) * (UNITS[unit ?? ''] ?? NaN);
  if (!(ms > 0)) throw new RangeError(`"${text}" is no duration: a number and ms, s or m, as 500ms or 10s`);
  return ms;
}

function readMs(name: string, value: unknown): Ms {
  if (typeof value !== 'number' || !(value > 0 && value <= 86_400_000))
    throw new RangeError(`${name} must be a number above 0, at most one day`);
  return value;
}

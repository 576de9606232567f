import type { Ms } from '@aurora/kernel';
import { Scrape } from '../gate/scrape';
import { HEARTBEAT_MS, type Cast } from './cast';
import { waitFor } from './collect';
import { eventGlance } from './event-glance';
import { type EventWatch, type Stage } from './event-watch';
import { activeOverlay, overlayShown } from './overlays';
import type { Evidence } from './proof-document';
import type { ProofScreen } from './proof-screen';
import { connectionsTo } from './tcp/connections-to';
import type { TcpConnection } from './tcp/tcp-connection';

/** A tuner that lives gives a sign within two intervals; the rest is for a busy machine. */
const HEARTBEAT_PATIENCE_MS = 2 * HEARTBEAT_MS + 500;
/** Market data that flows brings a frame in a fraction of a second. */
const FRAMES_PATIENCE_MS = 3000;
/** A connection is up when it is found; one that is being made anew gets so long. */
const TCP_PATIENCE_MS = 3000;

const TRADING_STATES = ['active', 'reducing', 'halted'] as const;

export interface EvidenceParts {
  readonly cast: Cast;
  readonly watch: EventWatch;
  readonly screen: ProofScreen;
  readonly stop: AbortSignal;
  /** Whether the gates were relaxed. */
  readonly triage: boolean;
  /** False: what there is at once, without waiting for anything. */
  readonly isPatient: boolean;
}

/** What a proof found, but for what is known only at its end. */
export type Found = Omit<Evidence, 'who' | 'session_dir' | 'took_s'>;

/** Takes the evidence. Never rejects unless it is stopped. */
export async function evidenceOf(parts: EvidenceParts): Promise<Found> {
  const { watch, screen } = parts;
  screen.begin('tcp');
  const runner = await runnerEvidence(parts);
  const { ws_tcp: connections, fresh_frames: frames } = runner;
  for (const { local, remote } of connections) screen.note(`${local} → ${remote} ESTABLISHED`);
  screen.note(`${frames} frames while it was watched`);
  screen.done(runner.up && connections.length > 0 && frames > 0);
  screen.begin('sli');
  const { process, optuna } = await tunerEvidence(parts);
  const { api, overlay_active, sli } = await gateEvidence(parts);
  screen.note(
    Object.entries(sli)
      .map(([name, value]) => `${name} ${value ?? '–'}`)
      .join(', '),
  );
  screen.note(`tuner: ${optuna.heartbeat_ok ? 'beats' : 'does not beat'}, changes ${optuna.param_tail.length}`);
  screen.done(sli.deny_rate_15m !== null && sli.latency_p99_ms !== null && optuna.heartbeat_ok);
  const tail = (stage: Stage) => watch.tail(stage).map(eventGlance);
  return {
    ts: new Date().toISOString(),
    processes: { api, runner, optuna: process },
    overlay_active,
    xai_tail: {
      model: tail('model'),
      enr_gate: tail('enr_gate'),
      parent_gate: tail('parent_gate'),
      policy_decision: tail('policy_decision'),
      orders: tail('orders'),
    },
    sli,
    optuna,
  };
}

const NAME = 'wisescalp-runner';

/** Whether what trades is there, and what of the market reaches it: the system says what its connections are, not itself. */
async function runnerEvidence(parts: EvidenceParts): Promise<Evidence['processes']['runner']> {
  const { cast, stop } = parts;
  const pid = cast.part(NAME)?.pid ?? null;
  const { wsUrl } = cast;
  if (pid === null || wsUrl === undefined || !cast.lives(NAME)) return { up: false, pid, ws_tcp: [], fresh_frames: 0 };
  let connections: readonly TcpConnection[] = [];
  await waitFor(deadline(parts, TCP_PATIENCE_MS), stop, async () => {
    connections = await connectionsTo(wsUrl, pid);
    return connections.length > 0 || !cast.lives(NAME);
  });
  const fresh = await freshFrames(parts);
  // Looked at again: what has come and gone is no connection to count on.
  const still = new Set((await connectionsTo(wsUrl, pid)).map(({ local }) => local));
  const up = cast.lives(NAME);
  return { up, pid, ws_tcp: up ? connections.filter(({ local }) => still.has(local)) : [], fresh_frames: fresh };
}

/** Frames that come while it is watched. */
async function freshFrames(parts: EvidenceParts): Promise<number> {
  const { cast, stop } = parts;
  const frames = async (): Promise<number> => {
    const text = await cast.metrics(NAME);
    return text === null ? NaN : new Scrape(text).sum('wisescalp_ws_frames_total');
  };
  const before = await frames();
  let fresh = 0;
  await waitFor(deadline(parts, FRAMES_PATIENCE_MS), stop, async () => {
    const more = (await frames()) - before;
    if (more > 0) fresh = more;
    return fresh > 0 || !cast.lives(NAME);
  });
  return fresh;
}

/** Service levels and trading state as the gate's /metrics has them, and the overlay in force. */
async function gateEvidence({ cast, triage }: EvidenceParts) {
  const text = await cast.metrics('aurora-api');
  const scrape = text === null ? null : new Scrape(text);
  const gauge = (name: string): number | null => scrape?.gauge(name) ?? null;
  const state = gauge('aurora_armed') === 0 ? 'disarmed' : TRADING_STATES[gauge('aurora_trading_state') ?? NaN];
  return {
    api: { health: await isHealthy(cast), metrics: scrape !== null, trading_state: state ?? null },
    overlay_active: { ...overlayShown(await overlayInForce(cast)), triage },
    sli: {
      deny_rate_15m: gauge('aurora_deny_rate_15m'),
      latency_p99_ms: gauge('aurora_latency_p99_ms'),
      ece: gauge('aurora_ece'),
      cvar95_min: gauge('aurora_cvar95_min'),
    },
  };
}

async function isHealthy({ gate }: Cast): Promise<boolean> {
  try {
    return (await gate?.get<{ readonly status: string }>('/health'))?.status === 'healthy';
  } catch {
    return false; // whether it answers is what is measured
  }
}

async function overlayInForce({ gate }: Cast) {
  try {
    return gate === undefined ? null : (await activeOverlay(gate)).overlay;
  } catch {
    return null; // what is not known is missing
  }
}

/** Whether the tuner lives: it must give a sign while it is watched, however fresh the last one is. */
async function tunerEvidence(parts: EvidenceParts) {
  const { cast, watch, stop } = parts;
  await watch.poll();
  const before = watch.seen('heartbeat');
  const hasBeaten = (): boolean => watch.seen('heartbeat') > before;
  await waitFor(deadline(parts, HEARTBEAT_PATIENCE_MS), stop, async () => {
    await watch.poll();
    return hasBeaten() || !cast.lives('tuner');
  });
  const running = cast.lives('tuner');
  return {
    process: { running, pid: cast.part('tuner')?.pid ?? null },
    optuna: { heartbeat_ok: running && hasBeaten(), param_tail: watch.tail('parameter_update').map(eventGlance) },
  };
}

const deadline = ({ isPatient }: EvidenceParts, patienceMs: Ms): Ms => performance.now() + (isPatient ? patienceMs : 0);

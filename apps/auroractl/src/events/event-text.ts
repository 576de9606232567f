import type { ReadEvent } from '@aurora/events';
import { paint } from '../cli/answer';

type Details = Readonly<Record<string, unknown>>;
type Paint = (text: string) => string;

/** The most telling members of the details of a code, with the dotted way to each. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  'AURORA.STARTUP.OK': ['version', 'pid', 'config.mode', 'config_hash'],
  'POSTTRADE.LOG': ['body.status', 'body.filled', 'body.average', 'body.error', 'body.error_msg'],
  'MODEL.CALIBRATION': ['score', 'p_cal', 'model'],
  EXPECTED_NET_REWARD_GATE: ['outcome', 'route', 'expected_pnl_proxy_bps', 'threshold_bps'],
  'PARENT_GATE.EVAL': ['outcome', 'reason', 'z'],
  'EXEC.DECISION': ['outcome', 'reason', 'route', 'edge_after_latency_bps'],
  'CALIBRATION.OUTCOME': ['outcome', 'label', 'score', 'p', 'exit_price'],
  'TCA.ANALYSIS': ['net_pnl_usdt', 'implementation_shortfall_bps', 'edge_bps', 'fees_bps'],
  'ORCH.PARAMETER_UPDATE': ['mode', 'trial', 'score', 'gate'],
};
const OF_ORDERS = ['purpose', 'status', 'filled', 'average', 'last_qty', 'last_price', 'reason', 'error'];
const MOST_MEMBERS = 6;
const LONGEST_TEXT = 60;

const ALARM =
  /^(?:HEALTH\.(?:ERROR|SERVICE)|AURORA\.(?:HALT|ESCALATION)|ORDER\.REJECT|TRADING\.HALTED|WS\.(?:GAP|DISCONNECT)|IDEM\.CONFLICT|SPRT\.ERROR)/;
const REFUSAL =
  /^(?:RISK\.DENY|HEALTH\.LATENCY|POLICY\.TRAP_BLOCK|DQ_EVENT|COOLDOWN|OPEN\.RATE|POSITION\.|TRADING\.)|_TRIP$/;
const OPERATOR =
  /^(?:AURORA\.|OPS\.|CONFIG\.|OVERLAY\.|RISK\.UPDATE|GOVERNANCE\.|PARENT_GATE\.RELOAD|CALIBRATION\.UPDATE|ORCH\.PARAMETER)/;

/** How an event is shown. */
export interface EventTextOptions {
  /** Whose log it stands in, when several are shown together. */
  readonly who?: string;
}

/** One line for people: time in UTC, code, symbol, order, end of the decision id, and the essence of the details. */
export function eventText(event: ReadEvent, { who }: EventTextOptions = {}): string {
  const { eventCode, symbol = '', cid = '', decisionId } = event;
  return [
    utcTime(event.tsNs),
    ...(who === undefined ? [] : [paint.dim(who.padEnd(6))]),
    colourOf(event)(eventCode.padEnd(24)),
    symbol.padEnd(10),
    paint.dim((decisionId === undefined ? '' : shortDecision(decisionId)).padEnd(13)),
    [cid, essence(event)].filter(Boolean).join(' '),
  ]
    .join(' ')
    .trimEnd();
}

/** A line that is no event, shown as it is. */
export const unreadableText = (line: string, reason: string): string =>
  `${paint.red('unreadable line')} (${reason}): ${line.slice(0, 200)}`;

/** `2026-01-31 12:00:00.123`. */
export const utcTime = (tsNs: bigint): string =>
  new Date(Number(tsNs / 1_000_000n)).toISOString().slice(0, 23).replace('T', ' ');

/** The random end of an id, behind an ellipsis; the beginning of a UUIDv7 is only the time. */
export const shortDecision = (id: string): string => (id.length <= 13 ? id : `…${id.slice(-12)}`);

function colourOf({ eventCode, details }: ReadEvent): Paint {
  if (eventCode === 'POLICY.DECISION') return decisionOf(details)['allow'] === true ? paint.green : paint.yellow;
  if (ALARM.test(eventCode)) return paint.red;
  if (REFUSAL.test(eventCode)) return paint.yellow;
  if (eventCode.startsWith('ORDER.')) return paint.cyan;
  return OPERATOR.test(eventCode) ? paint.magenta : paint.dim;
}

function essence({ eventCode, side, qty, price, details }: ReadEvent): string {
  const order = [side, qty === undefined ? '' : number(qty), price === undefined ? '' : `@ ${number(price)}`];
  const ordered = order.filter(Boolean).join(' ');
  if (eventCode === 'POLICY.DECISION') return [ordered, decisionText(details)].filter(Boolean).join(' ');
  const telling = TELLING[eventCode] ?? (eventCode.startsWith('ORDER.') ? OF_ORDERS : undefined);
  const members = telling
    ? telling.map((way) => [way.slice(way.lastIndexOf('.') + 1), inner(details, way)] as const)
    : Object.entries(details).filter(([name]) => name !== 'now_ms');
  const texts = members
    .map(([name, value]) => [name, shown(value)] as const)
    .filter(([, text]) => text !== '')
    .slice(0, MOST_MEMBERS)
    .map(([name, text]) => `${name}=${text}`);
  return [ordered, ...texts].filter(Boolean).join(' ');
}

function decisionText(details: Details): string {
  const { allow, reason, max_qty: maxQty } = decisionOf(details);
  const verdict = allow === true ? paint.green('allow') : paint.red('deny');
  return `${verdict} ${shown(reason)}${typeof maxQty === 'number' ? ` max_qty=${number(maxQty)}` : ''}`;
}

/** The gate writes a decision into the details, the runner writes it as the details. */
const decisionOf = (details: Details): Details => (isObject(details['decision']) ? details['decision'] : details);

const inner = (details: Details, way: string): unknown =>
  way.split('.').reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), details);

const isObject = (value: unknown): value is Details => typeof value === 'object' && value !== null;

/** Numbers short, lists and objects as JSON when that is short; nothing for what is not there. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return number(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
}

/** Whole numbers whole, others with six significant digits: a price keeps its ticks. */
const number = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(Math.abs(value) >= 1000 ? 9 : 5)));

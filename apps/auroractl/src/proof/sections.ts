import type { Cast } from './cast';
import { eventGlance } from './event-glance';
import { STAGES, type EventWatch } from './event-watch';
import type { Found } from './evidence';

/** Metrics that say most of each process. */
const SHOWN =
  /^(aurora_(deny_rate_15m|latency_p99_ms|ece|brier|cvar95_min|armed|trading_state|health_state|pretrade_decisions_total|events_dropped_total|tuner_)|wisescalp_(ws_|book_age_ms|gate_verdicts|orders_terminal|open_positions|pnl_usdt))/;

/** The three sections that are printed with a proof: how the runner is connected, the last explanations, the last metrics. */
export async function sectionsOf(
  { processes, xai_tail }: Pick<Found, 'processes' | 'xai_tail'>,
  watch: EventWatch,
  cast: Cast,
): Promise<string> {
  const connections = processes.runner.ws_tcp.map((one) => ({
    pid: processes.runner.pid,
    state: 'ESTABLISHED',
    ...one,
  }));
  const metrics = await Promise.all(
    (['aurora-api', 'wisescalp-runner', 'tuner'] as const).map((name) => linesOf(cast, name)),
  );
  return [
    section('RUNNER_WS_LAST', [...connections, ...watch.tail('ws').map(eventGlance)].map(jsonLine)),
    section('XAI_LAST', STAGES.flatMap((stage) => xai_tail[stage].slice(-1)).map(jsonLine)),
    section('METRICS_LAST', metrics.flat()),
  ].join('\n');
}

async function linesOf(cast: Cast, name: Parameters<Cast['metrics']>[0]): Promise<string[]> {
  const text = (await cast.metrics(name)) ?? '';
  // A series that has never counted says nothing.
  const shown = text.split('\n').filter((line) => SHOWN.test(line) && !/_bucket\{|\} 0$/.test(line));
  return shown.map((line) => `${name.padEnd(16)} ${line}`);
}

const jsonLine = (value: object): string => JSON.stringify(value);

const section = (title: string, lines: readonly string[]): string =>
  [`=== ${title} ===`, ...(lines.length === 0 ? ['(nothing)'] : lines), ''].join('\n');

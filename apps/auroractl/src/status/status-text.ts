import type { ModelStatus, OrchestratorStatusAnswer, OverlayAnswer } from '@aurora/contracts';
import { paint } from '../cli/answer';
import { plainTable } from '../cli/plain-table';
import { momentText, percentText, spanText } from '../cli/time-text';
import type { Denial } from '../gate/denials';
import { tradingStateText } from '../operate/guard-state-text';
import type { GateDown, GateStatus } from './gate-status';
import { notShownRows } from './not-shown-rows';

const BAR = 20;
const MOST_DENIALS = 8;

/** A gate on one screen: what is wrong and what to do comes first. */
export function statusText(status: GateStatus): string {
  const rows = [
    ...aboutGate(status),
    ...aboutDecisions(status),
    ...aboutLog(status),
    ...aboutSettings(status),
    ...notShownRows(status.not_shown),
  ];
  return `${headline(status)}\n\n${plainTable(rows)}`;
}

export const downText = ({ error, checked_at: at }: GateDown): string =>
  `${paint.red(paint.bold('DOWN.'))} ${error}\nasked at ${momentText(Date.parse(at))}`;

function headline({ fine, concerns, mode }: GateStatus): string {
  if (fine) return `${paint.green(paint.bold('FINE.'))} The gate is up and lets orders through its guards.`;
  const isLive = mode === 'live' ? ' LIVE' : '';
  const count = concerns.length === 1 ? 'One thing is' : `${concerns.length} things are`;
  const lines = concerns.flatMap(({ what, next }) => [`  ${paint.red('!')} ${what}`, `    → ${next}`]);
  return [`${paint.red(paint.bold(`NOT FINE${isLive}.`))} ${count} wrong:`, ...lines].join('\n');
}

function aboutGate(status: GateStatus): string[][] {
  const { url, version, started_at: startedAt, checked_at: at, mode, armed } = status;
  const revision = version.git_revision === null ? '' : ` (${version.git_revision})`;
  const up =
    startedAt === null
      ? ''
      : `, up ${spanText(Date.parse(at) - Date.parse(startedAt))} since ${momentText(Date.parse(startedAt))}`;
  return [
    ['gate', `${url}, version ${version.version}${revision}${up}`],
    ['mode', mode === null ? 'not known' : mode === 'live' ? paint.bold('LIVE') : mode],
    ['armed', armed ? 'yes' : paint.red('NO')],
    ['trading', tradingStateText(status.trading_state)],
    ['health', healthText(status)],
  ];
}

const HEALTH_TEXTS = {
  ok: 'ok',
  warn: paint.yellow('warned'),
  cool_off: paint.yellow('COOLING OFF'),
  halt: paint.red('HALTED'),
};

function healthText({ health_state: state, guard }: GateStatus): string {
  if (guard === null) return HEALTH_TEXTS[state];
  const { cooloff_left_ms: cool, kill_switch_left_ms: kill, warns_5m: warnings, p95_ms: p95 } = guard;
  return [
    HEALTH_TEXTS[state],
    ...(cool === null ? [] : [`${spanText(cool)} left`]),
    ...(warnings === 0 ? [] : [`${warnings} of its warnings in 5 minutes`]),
    ...(p95 === null ? [] : [`latency told by the bots p95 ${p95.toFixed(1)} ms`]),
    ...(kill === null ? [] : [paint.red(`kill-switch for ${spanText(kill)}`)]),
  ].join(', ');
}

function aboutDecisions({ decisions_15m: decided, latency_p99_ms: p99 }: GateStatus): string[][] {
  const own = [
    'own time',
    p99 === null ? 'no decision lately' : `p99 ${p99.toFixed(2)} ms in the last one to two minutes`,
  ];
  if (decided === null) return [own];
  const { minutes, decisions, allowed, denied, deny_rate: rate, denials } = decided;
  const all = `${decisions} decisions: ${allowed} allowed, ${denied} denied`;
  return [
    [`last ${minutes} min`, decisions === 0 ? 'no decisions' : `${all} (${percentText(rate ?? 0)})`],
    ...(denials.length === 0 ? [] : [['', plainTable(denialRows(denials), ['left', 'left', 'right', 'right'])]]),
    own,
  ];
}

/** Guard, reason, count, share of the denials and a bar of it; the rare ones of many are one row. */
export function denialRows(denials: readonly Denial[]): string[][] {
  const shown = denials.length > MOST_DENIALS ? denials.slice(0, MOST_DENIALS - 1) : denials;
  const rest = denials.slice(shown.length);
  const rows = shown.map(({ guard, reason, denied, share }) => row(guard ?? '?', reason, denied, share));
  if (rest.length === 0) return rows;
  const sum = (of: (denial: Denial) => number) => rest.reduce((total, denial) => total + of(denial), 0);
  return [
    ...rows,
    row(
      'others',
      `${rest.length} reasons`,
      sum(({ denied }) => denied),
      sum(({ share }) => share),
    ),
  ];
}

const row = (guard: string, reason: string, denied: number, share: number): string[] => [
  guard,
  reason,
  String(denied),
  percentText(share),
  paint.cyan('█'.repeat(Math.max(1, Math.round(share * BAR)))),
];

function aboutLog({ event_log: { readiness, queue_depth: waiting, lost }, health }: GateStatus): string[][] {
  const numbers = [
    ...(waiting === null ? [] : [`${waiting} waiting`]),
    lost === 0 ? 'none lost since the start' : paint.yellow(`${lost} LOST since the start`),
  ];
  const state = (ok: boolean) => (ok ? 'ok' : paint.red('CANNOT BE WRITTEN'));
  if (readiness === null) return [['event log', [state(health === 'healthy'), ...numbers].join(', ')]];
  const last = readiness.last_event_ts;
  return [
    [
      'event log',
      [state(readiness.event_log_ok), ...(last === null ? [] : [`last event ${momentText(last)}`]), ...numbers].join(
        ', ',
      ),
    ],
    ['state', state(readiness.state_store_ok)],
  ];
}

function aboutSettings({ models, overlay, tuner, risk, checked_at: at }: GateStatus): string[][] {
  const now = Date.parse(at);
  return [
    ...(models ?? []).map((model) => ['model', modelText(model)]),
    ...(overlay === null ? [] : [['overlay', overlayText(overlay, now)]]),
    ...(tuner === null ? [] : [['tuner', tunerText(tuner, now)]]),
    ...(risk === null
      ? []
      : [
          [
            'risk',
            [
              `${risk.open_positions} of ${risk.max_concurrent} positions`,
              `exposure ${risk.exposure_usdt.toFixed(2)} USDT`,
              `today ${risk.pnl_today_pct === null ? 'nothing booked' : `${risk.pnl_today_pct.toFixed(2)} %`} (cap −${risk.dd_day_pct} %)`,
              `size scale ${risk.size_scale}`,
            ].join(', '),
          ],
        ]),
  ];
}

function modelText({ symbol, calibrator, fitted, n, ece }: ModelStatus): string {
  const serves = symbol === '*' ? 'all symbols' : symbol;
  if (!fitted) return `${calibrator} for ${serves}, not fitted`;
  const scores = [...(n === null ? [] : [`fitted on ${n}`]), ...(ece === null ? [] : [`ECE ${ece.toFixed(4)}`])];
  return [`${calibrator} for ${serves}`, ...scores].join(', ');
}

/** The keys an overlay sets, with who, why and when. */
function overlayText({ overlay, author, reason, applied_at_ms: at }: OverlayAnswer, now: number): string {
  if (overlay === null) return 'none';
  const when = at === null ? '' : ` ${spanText(now - at)} ago`;
  return `by ${author ?? 'nobody named'}${when}${reason === null ? '' : `: ${reason}`} (${Object.keys(overlay).join(', ') || 'empty'})`;
}

function tunerText(tuner: OrchestratorStatusAnswer, now: number): string {
  const { running, problem, heartbeat_at: beat, mode, current, study } = tuner;
  if (problem != null) return paint.yellow(problem);
  if (beat == null) return 'none has run here';
  const heard = `heartbeat ${spanText(now - Date.parse(beat))} ago`;
  if (!running) return `not running, last ${heard}`;
  const doing =
    current == null
      ? ''
      : `, ${current.trial === null ? 'the base' : `trial ${current.trial}`} for ${spanText(now - Date.parse(current.since))}`;
  return [`${mode ?? 'running'}${doing}`, ...(study == null ? [] : [`${study.trials} trials`]), heard].join(', ');
}

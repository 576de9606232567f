import { answer, type AnswerFlags } from '../../cli/answer';
import { progressOf } from '../../cli/progress';
import { findSource } from '../session';
import { summariseLog } from './summarise-log';
import { summaryText, type Dimension } from './summary-text';

/** Flags of `events summary`. */
export interface SummaryFlags extends AnswerFlags {
  /** ms since the epoch. */
  readonly since?: number;
  readonly until?: number;
  readonly by?: Dimension;
}

export async function runSummary(session: string | undefined, flags: SummaryFlags): Promise<void> {
  const { logs } = await findSource(session);
  const { since, until, by } = flags;
  const stretch = { ...(since !== undefined && { sinceMs: since }), ...(until !== undefined && { untilMs: until }) };
  const report = await summariseLog(logs[0], stretch, (total) => progressOf('reading', total));
  const others = logs.slice(1).map(({ path }) => path);
  answer(flags, { ...report, other_logs: others }, () => summaryText(report, others, by));
}

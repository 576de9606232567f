import type { RiskSnapshotAnswer } from '@aurora/contracts';
import type { Command } from 'commander';
import { answer, remark, type AnswerFlags } from '../cli/answer';
import { numberFrom, wholeNumber } from '../cli/arguments';
import { command } from '../cli/command-line';
import { UsageError } from '../cli/failures';
import { findGate, withGate, type GateFlags } from '../gate/find-gate';
import { riskChangesText, riskText } from '../operate/risk-text';

interface RiskFlags extends AnswerFlags, GateFlags {
  readonly ddDayPct?: number;
  readonly maxConcurrent?: number;
  readonly sizeScale?: number;
}

const EXAMPLES = [
  'risk set --size-scale 0.5                      half of every size from now on',
  'risk set --size-scale 0                        no openings, exits go on',
  'risk set --dd-day-pct 3 --max-concurrent 2',
];

/** `auroractl risk set`: what is not given stays as it is. */
export const riskSetCommand = (): Command =>
  withGate(command('set', 'Changes risk limits at once; they survive a restart. What is not given stays.', EXAMPLES))
    .option('--dd-day-pct <percent>', 'daily loss that stops openings, percent of equity', numberFrom(0, 100))
    .option('--max-concurrent <n>', 'open positions that stop openings', wholeNumber(0, 1e6))
    .option('--size-scale <share>', 'share of the asked size that is allowed, 0..1', numberFrom(0, 1))
    .action(setRisk);

async function setRisk({ ddDayPct, maxConcurrent, sizeScale, ...flags }: RiskFlags): Promise<void> {
  const change = {
    ...(ddDayPct === undefined ? {} : { dd_day_pct: ddDayPct }),
    ...(maxConcurrent === undefined ? {} : { max_concurrent: maxConcurrent }),
    ...(sizeScale === undefined ? {} : { size_scale: sizeScale }),
  };
  if (Object.keys(change).length === 0)
    throw new UsageError('nothing to set; give --dd-day-pct, --max-concurrent or --size-scale (see --help)');
  const gate = await findGate(flags);
  const before = await gate.get<RiskSnapshotAnswer>('/risk/snapshot', 'ops');
  const after = await gate.post<RiskSnapshotAnswer>('/risk/set', 'ops', change);
  if (flags.json !== true) remark(riskChangesText(before, after));
  answer(flags, after, riskText);
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseRecord } from '@aurora/events';
import { command, CONFIGURATIONS, live } from './history.fixture';
import { replayOf, Session } from './session.fixture';

const LOG = join(__dirname, 'golden-log.fixture.jsonl');
const STATE = join(__dirname, 'golden-state.fixture.json');
const MAX_BYTES = 56_000;

/**
 * Writes the golden log anew: `AURORA_WRITE_GOLDEN=1 npx jest -c libs/engine/jest.config.cjs golden`. Only for a change
 * of behaviour that is meant, and named in the change log.
 */
function write(): void {
  const session = new Session(CONFIGURATIONS[3]);
  for (const one of fc.sample(command(), { seed: 2026, numRuns: 200 })) {
    if (session.lines.join('\n').length > MAX_BYTES) break;
    live(session, [one]);
  }
  writeFileSync(LOG, `${session.lines.join('\n')}\n`);
  writeFileSync(STATE, `${JSON.stringify(session.engine.snapshot(), null, 2)}\n`);
}

describe('the golden log', () => {
  if (process.env['AURORA_WRITE_GOLDEN'] === '1') write();
  const lines = readFileSync(LOG, 'utf8').trimEnd().split('\n');
  const events = lines.map(parseRecord);
  const count = (code: string) => events.filter(({ eventCode }) => eventCode === code).length;

  it('holds allows, denials of several guards, reports, commands and switches', () => {
    const decisions = events.filter(({ eventCode }) => eventCode === 'POLICY.DECISION');
    const reasons = decisions.map(({ details }) => String((details['decision'] as { reason: string }).reason));
    expect(decisions.length).toBeGreaterThanOrEqual(12);
    expect(reasons.filter((reason) => reason === 'ok').length).toBeGreaterThanOrEqual(3);
    expect(new Set(reasons.map((reason) => reason.split(':')[0])).size).toBeGreaterThanOrEqual(4);
    expect(count('POSTTRADE.LOG')).toBeGreaterThanOrEqual(4);
    expect(count('CONFIG.SWITCHED')).toBeGreaterThanOrEqual(1);
    expect(events.filter(({ details }) => 'command' in details).length).toBeGreaterThanOrEqual(2);
  });

  it('is judged today as it was when it was written, to the byte', () => {
    const replay = replayOf(lines);
    expect(replay.differences).toEqual([]);
    expect(replay.decisions).toBe(count('POLICY.DECISION'));
    expect(replay.snapshot()).toStrictEqual(JSON.parse(readFileSync(STATE, 'utf8')));
  });
});

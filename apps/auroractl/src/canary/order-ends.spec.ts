import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialiseRecord, type EventCode } from '@aurora/events';
import { orderEnds } from './order-ends';

let session: string;
beforeEach(() => {
  session = mkdtempSync(join(tmpdir(), 'aurora-ends-'));
  mkdirSync(join(session, 'runner'));
});
afterEach(() => rmSync(session, { recursive: true }));

const FIRST_NS = 1_700_000_000_000_000_000n;

function log(...events: readonly (readonly [cid: string, code: EventCode])[]): void {
  const lines = events.map(([cid, eventCode], i) =>
    serialiseRecord({ tsNs: FIRST_NS + BigInt(i), runId: 'r', eventCode, cid, details: {} }),
  );
  writeFileSync(join(session, 'runner/aurora_events.jsonl'), lines.map((line) => `${line.trimEnd()}\n`).join(''));
}

it('counts orders and how they ended', async () => {
  log(
    ['a', 'ORDER.SUBMIT'],
    ['a', 'ORDER.ACK'],
    ['a', 'ORDER.PARTIAL'],
    ['a', 'ORDER.FILL'],
    ['b', 'ORDER.SUBMIT'],
    ['b', 'ORDER.REJECT'],
    ['c', 'MODEL.CALIBRATION'],
  );
  expect(await orderEnds(session)).toEqual({ submitted: 2, rejected: 1, notOnce: [] });
});

it('names orders that never ended, ended twice, or ended without having begun', async () => {
  log(['a', 'ORDER.SUBMIT'], ['b', 'ORDER.SUBMIT'], ['b', 'ORDER.CANCEL'], ['b', 'ORDER.FILL'], ['d', 'ORDER.FILL']);
  const { notOnce } = await orderEnds(session);
  expect(notOnce).toEqual(['a: no end', 'b: ORDER.CANCEL, ORDER.FILL', 'd: ORDER.FILL without a beginning']);
});

it('takes a torn end as it is, and not a line that cannot be read', async () => {
  log(['a', 'ORDER.SUBMIT'], ['a', 'ORDER.FILL']);
  writeFileSync(join(session, 'runner/aurora_events.jsonl'), '{"ts_ns":17', { flag: 'a' });
  expect((await orderEnds(session)).notOnce).toEqual([]);
  writeFileSync(join(session, 'runner/aurora_events.jsonl'), '\n', { flag: 'a' });
  await expect(orderEnds(session)).rejects.toThrow(/aurora_events\.jsonl:3: /);
});

import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Study } from '../study/study';
import { NOW, SPACE } from '../study/study.fixture';
import { RandomSampler } from '../sampler/random-sampler';
import { JournalError, readJournal, StudyJournal } from './study-journal.node';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  path = join(folder, 'study.journal');
});
afterEach(() => rmSync(folder, { recursive: true }));

const RECORD = { op_code: 0, study_name: 's', directions: [2], worker_id: 'w' } as const;
const LINE = `${JSON.stringify(RECORD)}\n`;

function open() {
  const opened = StudyJournal.open(path);
  opened.journal.close();
  return opened;
}

it('makes a file that its owner alone can read', () => {
  expect(open()).toMatchObject({ records: [], tornBytes: 0 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('keeps what was appended, one record a line', () => {
  const { journal } = StudyJournal.open(path);
  journal.append([RECORD, RECORD]);
  journal.append([]);
  journal.append([RECORD]);
  expect(readFileSync(path, 'utf8')).toBe(LINE.repeat(3));
  journal.close();
  expect(open().records).toEqual([RECORD, RECORD, RECORD]);
  expect(readJournal(path)).toHaveLength(3);
});

it('cuts off a last line at every place it may have been torn', () => {
  for (let cut = 1; cut < LINE.length; cut++) {
    writeFileSync(path, LINE + LINE.slice(0, cut));
    expect(readJournal(path)).toHaveLength(1);
    expect(statSync(path).size).toBe(LINE.length + cut);
    expect(open()).toMatchObject({ records: [RECORD], tornBytes: cut });
    expect(readFileSync(path, 'utf8')).toBe(LINE);
  }
});

it('cuts off what a power failure leaves of a write that did not reach the disk', () => {
  writeFileSync(path, Buffer.concat([Buffer.from(LINE), Buffer.alloc(300)]));
  expect(open()).toMatchObject({ records: [RECORD], tornBytes: 300 });
});

it.each([
  ['nonsense', 2, `${LINE}nonsense\n${LINE}`],
  ['an empty line', 1, `\n${LINE}`],
  ['half a line in the middle', 2, `${LINE}${LINE.slice(0, 20)}\n${LINE}`],
  ['a whole last line that is none', 2, `${LINE}{"op_code":99}\n`],
])('refuses %s, by file and line, and leaves the file alone', (_, number, text) => {
  writeFileSync(path, text);
  expect(open).toThrow(JournalError);
  expect(open).toThrow(`${path}:${number}: `);
  expect(() => readJournal(path)).toThrow(`${path}:${number}: `);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it('notices that somebody else has written', () => {
  const { journal } = StudyJournal.open(path);
  journal.append([RECORD]);
  appendFileSync(path, LINE);
  expect(() => journal.append([RECORD])).toThrow(/another program has written/);
  expect(readFileSync(path, 'utf8')).toBe(LINE.repeat(2));
  journal.close();
});

it('says that there is none', () => expect(() => readJournal(path)).toThrow(`there is no journal ${path}`));

it('gives a study back wherever the file ends: every trial told by then, and none that was not', () => {
  const settings = {
    name: 's',
    space: SPACE,
    sampler: new RandomSampler(SPACE, { seed: 1 }),
    heartbeatIntervalMs: 1000,
    workerId: 'w',
  };
  const { journal, records } = StudyJournal.open(path);
  const study = Study.open(records, settings, (added) => journal.append(added));
  /** Bytes of the file by which each trial had been told. */
  const toldBy: number[] = [];
  for (let i = 0; i < 5; i++) {
    study.ask(NOW + i);
    study.tell(i, i === 2 ? { kind: 'failed', reason: 'x' } : { kind: 'passed', score: i, attributes: { i } }, NOW + i);
    toldBy.push(statSync(path).size);
  }
  journal.close();
  const whole = readFileSync(path);
  const LINE_FEED = 10;
  const sizes = Array.from({ length: whole.length + 1 }, (_, size) => size).filter(
    (size) => size % 41 === 0 || [size - 2, size - 1, size].some((at) => whole[at] === LINE_FEED),
  );
  for (const size of sizes) {
    writeFileSync(path, whole.subarray(0, size));
    const opened = StudyJournal.open(path);
    const again = Study.open(opened.records, settings, (added) => opened.journal.append(added));
    again.release(() => true, NOW + 99);
    const told = again.trials.filter(({ status }) => status === 'passed' || status === 'failed').length;
    expect(told).toBe(toldBy.filter((bytes) => bytes <= size).length);
    // It goes on: what was under way is asked again.
    const under = again.trials.find(({ status }) => status === 'stale');
    expect(again.ask(NOW + 100).repeats).toBe(under?.number ?? null);
    opened.journal.close();
  }
});

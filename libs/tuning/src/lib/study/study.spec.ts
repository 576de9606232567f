import type { JournalRecord } from '../journal/journal-record';
import type { ObservedTrial } from '../sampler/sampler';
import { StudyConflict, StudyError } from './study-error';
import { INTERVAL_MS, NOW, SPACE, studyOn } from './study.fixture';
import type { TrialOutcome } from './trial';

const passed = (score: number): TrialOutcome => ({ kind: 'passed', score, attributes: { ece: 0.01, trades: 3 } });
const rejected = (score: number): TrialOutcome => ({
  kind: 'rejected',
  score,
  broken: [{ gate: 'ece', value: 0.2, limit: 0.05 }],
});
const failed: TrialOutcome = { kind: 'failed', reason: 'exit code 1' };

describe('ask and tell', () => {
  it('gives new parameters under a new number', () => {
    const { study } = studyOn();
    const [one, two] = [study.ask(NOW), study.ask(NOW + 1)];
    expect([one.number, two.number]).toEqual([0, 1]);
    expect(one.params).not.toEqual(two.params);
    expect(one).toMatchObject({
      status: 'running',
      score: null,
      startedMs: NOW,
      heartbeatMs: NOW,
      endedMs: null,
      repeats: null,
    });
    expect(Object.keys(one.params).sort()).toEqual(['c', 'n', 'x']);
  });

  it.each([
    [passed(1.5), { status: 'passed', score: 1.5, attributes: { ece: 0.01, trades: 3, gates: 'passed' } }],
    [
      rejected(9),
      {
        status: 'rejected',
        score: 9,
        attributes: { gates: 'broken', broken: [{ gate: 'ece', value: 0.2, limit: 0.05 }] },
      },
    ],
    [failed, { status: 'failed', score: null, attributes: { failure: 'exit code 1' } }],
  ])('ends a trial', (outcome, expected) => {
    const { study } = studyOn();
    study.tell(study.ask(NOW).number, outcome, NOW + 5);
    expect(study.trial(0)).toMatchObject({ ...expected, endedMs: NOW + 5 });
  });

  it.each([passed(1.5), passed(-0), rejected(9), failed])('takes the same tell twice as one', (outcome) => {
    const { study, records } = studyOn();
    study.ask(NOW);
    study.tell(0, outcome, NOW + 5);
    const before = records.length;
    study.tell(0, { ...outcome }, NOW + 99);
    expect(records.length).toBe(before);
  });

  it('does so after a restart too, whatever the order of the attributes', () => {
    const { study, records } = studyOn();
    study.ask(NOW);
    study.tell(0, { kind: 'passed', score: 1, attributes: { a: { x: 1, y: 2 }, b: 2 } }, NOW);
    const again = studyOn(records).study;
    again.tell(0, { kind: 'passed', score: 1, attributes: { b: 2, a: { y: 2, x: 1 } } }, NOW);
    expect(() => again.tell(0, { kind: 'passed', score: 1, attributes: { b: 2, a: { y: 2 } } }, NOW)).toThrow(
      StudyError,
    );
  });

  it.each([
    [passed(1), passed(1.0001)],
    [passed(1), rejected(1)],
    [passed(1), failed],
    [rejected(1), passed(1)],
    [rejected(1), rejected(2)],
    [failed, { kind: 'failed', reason: 'other' } as const],
  ])('refuses another end than the first', (first, second) => {
    const { study } = studyOn();
    study.ask(NOW);
    study.tell(0, first, NOW);
    expect(() => study.tell(0, second, NOW)).toThrow(StudyError);
    expect(study.trial(0).status).toBe(first.kind);
  });

  it.each([NaN, Infinity, -Infinity])('takes no score %d', (score) => {
    const { study } = studyOn();
    study.ask(NOW);
    expect(() => study.tell(0, passed(score), NOW)).toThrow(RangeError);
    expect(() => study.tell(0, rejected(score), NOW)).toThrow(RangeError);
    expect(study.trial(0).status).toBe('running');
  });

  it.each([-1, 0, 1.5, NaN])('knows no trial %d before it was asked', (number) => {
    const { study } = studyOn();
    expect(() => study.tell(number, passed(1), NOW)).toThrow(StudyError);
    expect(() => study.heartbeat(number, NOW)).toThrow(StudyError);
  });

  it('leaves everything as it was when the journal cannot be written', () => {
    const records: JournalRecord[] = [];
    let full = false;
    const { study } = studyOn(records);
    const append = jest.spyOn(records, 'push').mockImplementation(() => {
      throw new Error('no space');
    });
    full = true;
    expect(() => study.ask(NOW)).toThrow('no space');
    expect(study.trials).toEqual([]);
    append.mockRestore();
    expect(full && study.ask(NOW).number).toBe(0);
  });
});

describe('the best', () => {
  it('is the largest score that kept the gates, of equals the first', () => {
    const { study } = studyOn();
    expect(study.best()).toBeNull();
    for (const outcome of [rejected(99), passed(-3), failed, passed(2), passed(2), passed(1)])
      study.tell(study.ask(NOW).number, outcome, NOW);
    expect(study.best()).toMatchObject({ number: 3, score: 2 });
  });

  it('is none that has broken a gate since, and stays so', () => {
    const { study, records } = studyOn();
    for (const score of [3, 2, 1]) study.tell(study.ask(NOW).number, passed(score), NOW);
    study.ask(NOW);
    for (const number of [0, 0, 3]) study.withdraw(number);
    expect(study.best()).toMatchObject({ number: 1 });
    expect(study.trials.map(({ status }) => status)).toEqual(['rejected', 'passed', 'passed', 'running']);
    study.withdraw(1);
    expect(studyOn(records).study.best()).toMatchObject({ number: 2, score: 1 });
    expect(studyOn(records).study.trials).toEqual(study.trials);
    expect(() => study.withdraw(9)).toThrow(StudyError);
  });

  it('is never one that somebody told who knows no gates', () => {
    const { study, records } = studyOn();
    study.tell(study.ask(NOW).number, passed(1), NOW);
    study.ask(NOW);
    records.push({
      op_code: 6,
      trial_id: 1,
      state: 1,
      values: [50],
      datetime_complete: '2026-01-01T00:00:00',
      worker_id: 'o',
    });
    const again = studyOn(records).study;
    expect(again.trial(1)).toMatchObject({ status: 'foreign', score: 50 });
    expect(again.best()).toMatchObject({ number: 0 });
  });
});

describe('what the sampler sees', () => {
  it('is every trial in order, refused and failed ones as the worst, running ones as such, stale ones not', () => {
    let seen: readonly ObservedTrial[] = [];
    let asked = -1;
    const sampler = {
      suggest: (trials: readonly ObservedTrial[], number?: number) => {
        [seen, asked] = [trials, number!];
        return { x: number! / 10, n: number!, c: 'a' };
      },
    };
    const { study } = studyOn([], { sampler });
    study.tell(study.ask(NOW).number, passed(1), NOW);
    study.tell(study.ask(NOW).number, rejected(9), NOW);
    study.tell(study.ask(NOW).number, failed, NOW);
    study.ask(NOW);
    study.ask(NOW);
    study.release(({ number }) => number === 3, NOW);
    study.ask(NOW); // repeats the one that was given up
    study.ask(NOW);
    expect(asked).toBe(6);
    expect(seen.map(({ params, value }) => [params['n'], value])).toEqual([
      [0, 1],
      [1, -Infinity],
      [2, -Infinity],
      [4, null],
      [3, null],
    ]);
  });
});

describe('stale trials', () => {
  it.each([
    [2 * INTERVAL_MS - 1, 'running'],
    [2 * INTERVAL_MS, 'stale'],
    [-1_000_000, 'running'],
  ])('%d ms after its last sign of life a trial is %s', (afterMs, status) => {
    const { study } = studyOn();
    study.ask(NOW - 5000);
    study.heartbeat(0, NOW);
    study.expire(NOW + afterMs);
    expect(study.trial(0)).toMatchObject({ status, heartbeatMs: NOW });
  });

  it('are asked again, each once, before anything new', () => {
    const { study, records } = studyOn();
    const lost = [study.ask(NOW), study.ask(NOW)];
    const again = [0, 1].map(() => study.ask(NOW + 2 * INTERVAL_MS));
    expect(again.map(({ number, params, repeats }) => [number, params, repeats])).toEqual([
      [2, lost[0]!.params, 0],
      [3, lost[1]!.params, 1],
    ]);
    expect(study.ask(NOW + 2 * INTERVAL_MS)).toMatchObject({ number: 4, repeats: null });
    expect(studyOn(records).study.trials).toEqual(study.trials);
  });

  it('cannot be told any more, nor heard of', () => {
    const { study } = studyOn();
    study.ask(NOW);
    study.expire(NOW + 2 * INTERVAL_MS);
    expect(() => study.tell(0, passed(1), NOW)).toThrow(StudyError);
    expect(() => study.tell(0, failed, NOW)).toThrow(/stale/);
    expect(() => study.heartbeat(0, NOW)).toThrow(/stale/);
  });

  it('are given up after three repeats: some parameters end every process that tries them', () => {
    const { study } = studyOn();
    const first = study.ask(NOW);
    const later = Array.from({ length: 4 }, () => {
      study.release(() => true, NOW);
      return study.ask(NOW);
    });
    expect(later.map(({ repeats }) => repeats)).toEqual([0, 1, 2, null]);
    expect(later.slice(0, 3).map(({ params }) => params)).toEqual([first.params, first.params, first.params]);
    expect(later[3]!.params).not.toEqual(first.params);
  });
});

describe('opening', () => {
  it('goes on where it was', () => {
    const { study, records } = studyOn([], { facts: { seed: 1, recordings: ['a', 'b'] } });
    study.tell(study.ask(NOW).number, passed(1), NOW);
    study.tell(study.ask(NOW).number, rejected(2), NOW);
    study.ask(NOW);
    study.note('base', { score: 1 });
    const again = studyOn(records, { facts: { seed: 1, recordings: ['a', 'b'] } }).study;
    expect(again.trials).toEqual(study.trials);
    expect(again.noted('base')).toEqual({ score: 1 });
    expect(again.noted('nothing')).toBeUndefined();
    expect(again.ask(NOW)).toEqual(study.ask(NOW));
  });

  it.each([
    ['facts', { facts: { seed: 2 } }, [/^seed was 1, is 2$/]],
    ['a fact that is new', { facts: { seed: 1, split: 0.3 } }, [/^split was not said, is 0.3$/]],
    ['another space', { facts: { seed: 1 }, space: SPACE.slice(1) }, [/^space was .*, is /]],
    ['both', { facts: { seed: 3 }, space: SPACE.slice(1) }, [/^seed/, /^space/]],
  ])('refuses %s', (_, settings, said) => {
    const { study, records } = studyOn([], { facts: { seed: 1 } });
    study.ask(NOW);
    const before = records.length;
    try {
      studyOn(records, settings);
      throw new Error('opened');
    } catch (error) {
      expect(error).toBeInstanceOf(StudyConflict);
      const { differences } = error as StudyConflict;
      expect(differences).toEqual(said.map((text) => expect.stringMatching(text)));
    }
    expect(records.length).toBe(before);
  });

  it('finishes a study that was being made when its process ended', () => {
    const { records } = studyOn([], { facts: { seed: 1 } });
    for (let whole = 0; whole <= records.length; whole++) {
      const { study } = studyOn(records.slice(0, whole), { facts: { seed: 1 } });
      expect([study.noted('seed'), study.noted('space')]).toEqual([1, SPACE]);
    }
    expect(() => studyOn(records.slice(0, 2), { facts: { seed: 2 } })).toThrow(/seed was 1, is 2/);
  });

  it('refuses a study that minimises', () => {
    const { records } = studyOn();
    const minimising = records.map((record) => (record.op_code === 0 ? { ...record, directions: [1] } : record));
    expect(() => studyOn(minimising)).toThrow(/does not maximise/);
  });

  it('keeps studies in one file apart', () => {
    const records: JournalRecord[] = [];
    const one = studyOn(records, { name: 'one' }).study;
    one.ask(NOW);
    const two = studyOn(records, { name: 'two' }).study;
    expect(two.ask(NOW).number).toBe(0);
    two.tell(0, passed(7), NOW);
    expect(studyOn(records, { name: 'one' }).study.trial(0).status).toBe('running');
    expect(studyOn(records, { name: 'two' }).study.best()).toMatchObject({ score: 7 });
  });
});

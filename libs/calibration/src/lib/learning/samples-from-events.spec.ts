import fc from 'fast-check';
import { outcomeDetails, sampleOf, samplesFromEvents } from './samples-from-events';
import type { TradeOutcome } from './trade-outcome';

const OUTCOME: TradeOutcome = {
  cid: 'c-1',
  decisionId: 'd-1',
  traded: true,
  symbol: 'BTCUSDT',
  side: 'buy',
  score: 0.6,
  p: 0.7,
  model: 'sigmoid@1',
  label: 1,
  outcome: 'target',
  openedMs: 1000.5,
  closedMs: 1200,
  exitPrice: 102,
};
const DETAILS = {
  score: 0.6,
  p: 0.7,
  label: 1,
  outcome: 'target',
  model: 'sigmoid@1',
  opened_ms: 1000.5,
  closed_ms: 1200,
  exit_price: 102,
  traded: true,
};
const SAMPLE = {
  score: 0.6,
  p: 0.7,
  label: 1,
  outcome: 'target',
  model: 'sigmoid@1',
  openedMs: 1000.5,
  closedMs: 1200,
};

describe('outcomes in a log', () => {
  it('stand in the details of their event', () => expect(outcomeDetails(OUTCOME)).toEqual(DETAILS));

  it('are found among all events, in order', () => {
    const events = [
      { eventCode: 'AURORA.STARTUP.OK', details: {} },
      { eventCode: 'CALIBRATION.OUTCOME', details: DETAILS },
      { eventCode: 'CALIBRATION.UPDATE', details: {} },
      { eventCode: 'CALIBRATION.OUTCOME', details: { ...DETAILS, label: 0, outcome: 'ttl', exit_price: null } },
    ];
    expect([...samplesFromEvents(events)]).toEqual([SAMPLE, { ...SAMPLE, label: 0, outcome: 'ttl' }]);
  });

  it('come back as they were, whatever they are', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    const drafts = fc.record({
      score: finite,
      p: fc.double({ min: 0, max: 1, noNaN: true }),
      outcome: fc.constantFrom('target' as const, 'stop' as const, 'ttl' as const),
      model: fc.string({ minLength: 1 }),
      openedMs: fc.integer({ min: 0, max: 2e12 }),
      livedMs: fc.integer({ min: 0, max: 1e9 }),
    });
    fc.assert(
      fc.property(drafts, ({ livedMs, ...draft }) => {
        const label = draft.outcome === 'target' ? (1 as const) : (0 as const);
        const sample = { ...draft, label, closedMs: draft.openedMs + livedMs };
        const written = JSON.stringify(outcomeDetails({ ...OUTCOME, ...sample }));
        // JSON knows no −0.
        expect(sampleOf(JSON.parse(written))).toEqual(JSON.parse(JSON.stringify(sample)));
      }),
    );
  });

  it.each<[string, object]>([
    ['score', { score: null }],
    ['score', { score: '0.6' }],
    ['score', { score: undefined }],
    ['p', { p: 1.01 }],
    ['p', { p: -0.01 }],
    ['p', { p: null }],
    ['label', { label: 0 }],
    ['label', { label: 1, outcome: 'stop' }],
    ['label', { label: true }],
    ['outcome', { outcome: 'timeout' }],
    ['model', { model: '' }],
    ['model', { model: 7 }],
    ['opened_ms', { opened_ms: null }],
    ['closed_ms', { closed_ms: 1000 }],
    ['closed_ms', { closed_ms: undefined }],
  ])('cannot have %s as in %j', (field, change) => {
    const details = { ...DETAILS, ...change };
    expect(() => [...samplesFromEvents([{ eventCode: 'CALIBRATION.OUTCOME', details }])]).toThrow(
      new RegExp(`^an outcome cannot have ${field} `),
    );
  });
});

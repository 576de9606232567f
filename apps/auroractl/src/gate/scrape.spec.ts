import fc from 'fast-check';
import { parseMetrics, Scrape } from './scrape';

const TEXT = `# HELP a_total Things.
# TYPE a_total counter
a_total{why="x",code="A.B"} 3
a_total{why="y"} 4 1763800000000

gauge 0.5
nan NaN
inf +Inf
negative -1.5e-7
escaped{text="a \\"b\\" \\\\ c\\nd,e={f}"} 1
`;

describe('parseMetrics', () => {
  it('reads names, labels and numbers', () => {
    expect(parseMetrics(TEXT)).toEqual([
      { name: 'a_total', labels: { why: 'x', code: 'A.B' }, value: 3 },
      { name: 'a_total', labels: { why: 'y' }, value: 4 },
      { name: 'gauge', labels: {}, value: 0.5 },
      { name: 'nan', labels: {}, value: NaN },
      { name: 'inf', labels: {}, value: Infinity },
      { name: 'negative', labels: {}, value: -1.5e-7 },
      { name: 'escaped', labels: { text: 'a "b" \\ c\nd,e={f}' }, value: 1 },
    ]);
  });

  it.each(['', '\n\n', '# only a comment'])('finds nothing in %j', (text) => expect(parseMetrics(text)).toEqual([]));

  it.each(['name', '<html>', '1name 3', 'name{a="b" 3'])('refuses %j', (text) =>
    expect(() => parseMetrics(text)).toThrow(`no sample: ${text}`),
  );
});

describe('Scrape', () => {
  const scrape = new Scrape(TEXT);

  it('adds up a counter, all of it or a part', () => {
    expect([scrape.sum('a_total'), scrape.sum('a_total', { why: 'x' }), scrape.sum('none')]).toEqual([7, 3, 0]);
    expect(scrape.sum('a_total', { why: 'z' })).toBe(0);
  });

  it('knows no gauge that is not there, or not a number', () => {
    expect(['gauge', 'nan', 'inf', 'none'].map((name) => scrape.gauge(name))).toEqual([0.5, null, null, null]);
  });
});

describe('a quantile', () => {
  const BOUNDS = [1, 2, 4, Infinity];
  const histogram = (...counts: number[]) =>
    new Scrape(
      counts
        .map((_, at) => counts.slice(0, at + 1).reduce((sum, count) => sum + count, 0))
        .map((count, at) => `h_bucket{le="${BOUNDS[at] === Infinity ? '+Inf' : BOUNDS[at]}"} ${count}`)
        .join('\n'),
    );

  it.each([
    [[10, 0, 0, 0], 0.5, 0.5],
    [[10, 0, 0, 0], 1, 1],
    [[5, 5, 0, 0], 0.5, 1],
    [[5, 5, 0, 0], 0.75, 1.5],
    [[0, 0, 4, 0], 0.5, 3],
    [[1, 0, 1, 0], 0.75, 3],
    [[0, 0, 0, 7], 0.5, 4],
    [[9, 0, 0, 1], 0.9, 1],
    [[9, 0, 0, 1], 0.91, 4],
  ])('of %j at %d is %d', (counts, q, value) => expect(histogram(...counts).quantile('h', q)).toBeCloseTo(value, 12));

  it('is not known without observations, or without a histogram', () => {
    expect(histogram(0, 0, 0, 0).quantile('h', 0.5)).toBeNull();
    expect(histogram(1).quantile('other', 0.5)).toBeNull();
  });

  it('never falls when the share rises, and stays within the finite bounds', () => {
    const counts = fc.array(fc.nat(100), { minLength: 4, maxLength: 4 }).filter((all) => all.some(Boolean));
    fc.assert(
      fc.property(
        counts,
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (all, a, b) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)].map((q) => histogram(...all).quantile('h', q)!);
          expect(low).toBeLessThanOrEqual(high! + 1e-9);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(4);
        },
      ),
    );
  });
});

/** One sample of `GET /metrics`. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** May be NaN or infinite, as the format allows. */
  readonly value: number;
}

type Labels = Readonly<Record<string, string>>;

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: -?\d+)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/** The samples of a text in Prometheus' exposition format 0.0.4. Throws a `RangeError` naming a line that is none. */
export function parseMetrics(text: string): readonly Sample[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new RangeError(`no sample: ${line}`);
      return { name, labels: readLabels(labels), value: readNumber(value) };
    });
}

const readLabels = (text: string): Labels =>
  Object.fromEntries(
    Array.from(text.matchAll(LABEL), ([, name, value]) => [
      name!,
      value!.replaceAll(/\\(.)/g, (_, letter: string) => ESCAPED[letter] ?? letter),
    ]),
  );

const readNumber = (text: string): number => Number(text.replace(/^([+-]?)Inf$/, '$1Infinity'));

/** What a gate measures, at one moment. */
export class Scrape {
  private readonly samples: readonly Sample[];

  constructor(text: string) {
    this.samples = parseMetrics(text);
  }

  all(name: string, labels: Labels = {}): readonly Sample[] {
    const wanted = Object.entries(labels);
    return this.samples.filter(
      (sample) => sample.name === name && wanted.every(([key, is]) => sample.labels[key] === is),
    );
  }

  /** The one number of a gauge without labels; `null` when it is not there, or no number yet. */
  gauge(name: string): number | null {
    const [sample] = this.all(name);
    return sample === undefined || !Number.isFinite(sample.value) ? null : sample.value;
  }

  /** The sum of a counter over every series with these labels; 0 when there is none. */
  sum(name: string, labels: Labels = {}): number {
    return this.all(name, labels).reduce((sum, { value }) => sum + value, 0);
  }

  /**
   * A quantile of a histogram, as Prometheus' `histogram_quantile` estimates it: linear within the bucket it falls in, the
   * highest finite bound for what lies above it. `null` without observations.
   */
  quantile(name: string, q: number): number | null {
    const buckets = this.all(`${name}_bucket`)
      .map(({ labels, value }) => ({ bound: readNumber(labels['le'] ?? ''), count: value }))
      .sort((a, b) => a.bound - b.bound);
    const rank = q * (buckets.at(-1)?.count ?? 0);
    if (rank === 0) return null;
    const at = buckets.findIndex(({ count }) => count >= rank);
    const below = buckets[at - 1] ?? { bound: 0, count: 0 };
    const { bound, count } = buckets[at]!;
    if (bound === Infinity) return below.bound;
    return below.bound + ((bound - below.bound) * (rank - below.count)) / (count - below.count);
  }
}

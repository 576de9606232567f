// What a process counts itself, read as Prometheus would.

const LINE = /^([a-zA-Z_:][\w:]*)(\{.*\})? (\S+)$/;

/** @returns `{ sum(name, label?), by(name, label) }`: the sum over the series of a name, and one value a value of a label. */
export function parseMetrics(text) {
  const series = text.split('\n').flatMap((line) => {
    const match = LINE.exec(line);
    return match === null ? [] : [{ name: match[1], labels: match[2] ?? '', value: Number(match[3]) }];
  });
  const named = (name) => series.filter((one) => one.name === name);
  const valueOf = (labels, label) => new RegExp(`[{,]${label}="([^"]*)"`).exec(labels)?.[1];
  return {
    sum: (name, label = '') =>
      named(name)
        .filter(({ labels }) => labels.includes(label))
        .reduce((sum, { value }) => sum + value, 0),
    by: (name, label) => new Map(named(name).map(({ labels, value }) => [valueOf(labels, label), value])),
    /** Upper bounds and how many observations are at most as large, of a histogram without other labels. */
    buckets: (name) =>
      named(`${name}_bucket`).map(({ labels, value }) => ({
        le: Number(valueOf(labels, 'le').replace('+Inf', 'Infinity')),
        count: value,
      })),
  };
}

export async function scrape(url, withinMs = 2000) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(withinMs) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return parseMetrics(await answer.text());
}

/** Linear within its bucket, as `histogram_quantile` has it; of what was counted between two scrapes. NaN without observations. */
export function quantileOf(buckets, q, before = []) {
  const counts = buckets.map(({ le, count }, i) => ({ le, count: count - (before[i]?.count ?? 0) }));
  const total = counts.at(-1)?.count ?? 0;
  if (total === 0) return NaN;
  const rank = q * total;
  const at = counts.findIndex(({ count }) => count >= rank);
  const [below, belowCount] = at === 0 ? [0, 0] : [counts[at - 1].le, counts[at - 1].count];
  if (counts[at].le === Infinity) return below;
  const within = counts[at].count - belowCount;
  return below + (counts[at].le - below) * (within === 0 ? 0 : (rank - belowCount) / within);
}

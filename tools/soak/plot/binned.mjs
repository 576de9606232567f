// As many points as a plot can show.

const MAX_BINS = 450;

/** One value for each bin of time: `[minute, reduce(values)]`. Bins without a value are left out, or are a gap: `null`. */
export function binned(samples, valueOf, reduce, gaps = false) {
  const size = Math.ceil(samples.length / MAX_BINS);
  const points = [];
  for (let from = 0; from < samples.length; from += size) {
    const group = samples.slice(from, from + size);
    const values = group.map(valueOf).filter((value) => value != null && Number.isFinite(value));
    const minute = round(group[0].atS / 60);
    if (values.length > 0) points.push([minute, round(reduce(values))]);
    else if (gaps) points.push([minute, null]);
  }
  return points;
}

const round = (value) => Number(value.toPrecision(5));

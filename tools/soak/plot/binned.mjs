// As many points as a plot can show.

const MAX_BINS = 450;

/** One value for each bin of time: `[minute, reduce(values)]`. Bins without a value are left out. */
export function binned(samples, valueOf, reduce) {
  const size = Math.ceil(samples.length / MAX_BINS);
  const points = [];
  for (let from = 0; from < samples.length; from += size) {
    const group = samples.slice(from, from + size);
    const values = group.map(valueOf).filter((value) => value != null && Number.isFinite(value));
    if (values.length > 0) points.push([round(group[0].atS / 60), round(reduce(values))]);
  }
  return points;
}

const round = (value) => Number(value.toPrecision(5));

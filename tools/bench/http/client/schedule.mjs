// When requests are meant to be sent, decided before any answer is known.

/** Times in ms from the start, `ms` long: as many independent bots ask, with exponential gaps (Poisson). */
export function* poissonTimes({ perSecond, ms, seed = 1 }) {
  let state = seed;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const gapMs = 1000 / perSecond;
  for (let atMs = -Math.log(random()) * gapMs; atMs < ms; atMs -= Math.log(random()) * gapMs) yield atMs;
}

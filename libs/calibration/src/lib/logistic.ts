/** Logistic function 1/(1+e^(−z)); 0 and 1 at −∞ and +∞. */
export const logistic = (z: number): number => 1 / (1 + Math.exp(-z));

/** ln(1+e^z) without overflow: the log loss of a logit when the outcome is 0. */
export const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

import type { After } from './live-options';

export const afterOnMachine: After = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

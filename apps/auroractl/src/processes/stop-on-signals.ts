/** A signal that is raised when this process is asked to end, however often; `release` gives it its usual end back. */
export function stopOnSignals(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  return { signal: controller.signal, release: () => signals.forEach((signal) => process.off(signal, stop)) };
}

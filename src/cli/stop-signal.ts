/** A terminal and a launcher may each pass on the same key press. */
const SAME_PRESS_MS = 1000;

/** Resolves at the first signal; a later one ends the process at once. */
export function stopSignal(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let first: number | undefined;
  const onSignal = (signal: string) => {
    first ??= performance.now();
    if (performance.now() - first > SAME_PRESS_MS) process.exit(1);
    resolve(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  return promise;
}

/** Called with how much of long work is done, and how much there is in all. */
export type OnProgress = (done: number, of: number) => void;

/** Returns a function that passes progress on, but not more often than once in some milliseconds. */
export function paced(everyMs: number, report: OnProgress): OnProgress {
  let last = performance.now();
  return (done, of) => {
    const now = performance.now();
    if (now - last < everyMs) return;
    last = now;
    report(done, of);
  };
}

import { uptime } from 'node:os';

/** A source of milliseconds that only ever count up, whatever happens to the clock. They have no meaning as a time. */
export type Monotonic = () => number;

/**
 * Counts from the start of the machine, also while the machine sleeps. All its processes count the same. In some
 * containers the uptime is that of the container, and a restart begins it again. The timer of the processor then counts
 * more, and does not begin again.
 */
export const monotonic: Monotonic = () =>
  Math.max(uptime() * 1000, Number(process.hrtime.bigint() / 1_000_000n));

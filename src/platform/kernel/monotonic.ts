import { uptime } from 'node:os';

/** A source of milliseconds that only ever count up, whatever happens to the clock. They have no meaning as a time. */
export type Monotonic = () => number;

/** Counts from the start of the machine, also while the machine sleeps. All its processes count the same. */
export const monotonic: Monotonic = () => uptime() * 1000;

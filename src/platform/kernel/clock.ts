/** The source of the time. Tests replace it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** The difference between two clocks that is no fault of either, and harms nobody. */
export const CLOCK_TOLERANCE_MS = 60_000;

/** Returns whether a moment, such as the one at which a token was issued, is in the future. */
export const isInFuture = (moment: Date, now: Date): boolean =>
  moment.getTime() > now.getTime() + CLOCK_TOLERANCE_MS;

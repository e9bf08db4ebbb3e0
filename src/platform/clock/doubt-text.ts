import type { ClockDoubt } from './clock-trust-store.ts';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** Explains a doubt about the clock to an operator. */
export function describeDoubt({ reason, expected, actual }: ClockDoubt): string {
  const ms = actual.getTime() - expected.getTime();
  const [then, shown] = [expected.toISOString(), actual.toISOString()];
  switch (reason) {
    case 'leapt':
      return `The clock of the server leapt by ${amountOf(ms)} ${ms > 0 ? 'ahead' : 'back'}: it showed ${shown} instead of ${then}.`;
    case 'behind':
      return `The clock of the server showed ${shown} at a start, which is before the latest time in the database, ${then}.`;
    case 'differs':
      return `The clock of a server showed ${shown}, and that of the database ${then}.`;
    case 'long_absence':
      return `The clock of the server showed ${shown} at a start, ${amountOf(ms)} after the latest time in the database, ${then}. The server was off for so long, or the clock is ahead.`;
  }
}

function amountOf(ms: number): string {
  const size = Math.abs(ms);
  const [unit, length] = UNITS.find(([, length]) => size >= length) ?? UNITS[2];
  const count = Math.round(size / length);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

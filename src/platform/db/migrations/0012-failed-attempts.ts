/**
 * The attempts of a task that count against its limit. An attempt is added when it begins, because it may kill the
 * process, and removed when it ends for a reason that is not its fault.
 */
export const failedAttempts: readonly string[] = [
  `alter table tasks add failed_attempts int[] not null default '{}'`,
];

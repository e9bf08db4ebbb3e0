import { databaseFailure } from '../../platform/db/database-error.ts';

/** The result of one check of an installation. */
export interface Finding {
  /** The name of the check, such as `disk_space`. */
  check: string;
  /** `error`: something does not work or is not safe. `warning`: it soon may not. */
  level: 'ok' | 'warning' | 'error';
  text: string;
  /** The action for the operator. */
  remedy: string | null;
}

/** Creates the findings of a check with this name. */
export const findingsOf = (check: string) => ({
  ok: (text: string): Finding => ({ check, level: 'ok', text, remedy: null }),
  warning: (text: string, remedy: string): Finding => ({ check, level: 'warning', text, remedy }),
  error: (text: string, remedy: string): Finding => ({ check, level: 'error', text, remedy }),
});

/** Runs a check. A check that fails to run is a finding too. */
export async function checkSafely(check: string, make: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await make();
  } catch (error) {
    const { message } = databaseFailure(error) ?? (error as Error);
    return [
      findingsOf(check).error(message, 'Fix the problem in the message, then run roomshot doctor again.'),
    ];
  }
}

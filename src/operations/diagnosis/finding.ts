/** What one check of an installation found. */
export interface Finding {
  /** What was checked, such as `disk_space`. */
  check: string;
  /** `error`: something does not work or is not safe. `warning`: it soon may not. */
  level: 'ok' | 'warning' | 'error';
  text: string;
  /** What to do about it. */
  remedy: string | null;
}

/** Names what one function checks, and makes its findings. */
export const findingsOf = (check: string) => ({
  ok: (text: string): Finding => ({ check, level: 'ok', text, remedy: null }),
  warning: (text: string, remedy: string): Finding => ({ check, level: 'warning', text, remedy }),
  error: (text: string, remedy: string): Finding => ({ check, level: 'error', text, remedy }),
});

/** A check that could not be made is a finding too. */
export async function checkSafely(check: string, make: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await make();
  } catch (error) {
    const { message } = error as Error;
    return [findingsOf(check).error(message, 'Mend what the message names, then run roomshot doctor again.')];
  }
}

const WEIGHTS = [7, 6, 5, 4, 3, 2] as const;

/**
 * Returns why a text is no IMO ship identification number, or `undefined` if it is valid. The prefix `IMO` is optional.
 * The seventh digit checks the first six: it is the last digit of their sum with the weights 7 to 2.
 */
export function imoWarning(given: string): string | undefined {
  const digits = /^(?:IMO\s*)?(\d{7})$/i.exec(given.trim())?.[1];
  if (digits === undefined) return `'${given}' is not an IMO number: it should have seven digits.`;
  const sum = WEIGHTS.reduce((total, weight, n) => total + weight * Number(digits[n]), 0);
  if (sum % 10 === Number(digits[6])) return undefined;
  return `The IMO number '${given}' does not match its check digit (${sum % 10} expected). Check it for a typing error.`;
}

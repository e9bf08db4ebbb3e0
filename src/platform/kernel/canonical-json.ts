import canonicalize from 'canonicalize';

/** A value that JSON can represent. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * Returns the canonical JSON text of a value (RFC 8785): sorted keys, no white space, one form of each number.
 * @throws TypeError for values that JSON cannot represent, such as NaN
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('This value has no JSON form.');
  return text;
}

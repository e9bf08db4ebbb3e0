import canonicalize from 'canonicalize';

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * The one JSON text of a value (RFC 8785): sorted keys, no white space, one way to write each number.
 * @throws TypeError for what JSON cannot hold, such as NaN
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('This value has no JSON form.');
  return text;
}

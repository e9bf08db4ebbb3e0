const KEY_BYTES = 16;

/** Creates an `Idempotency-Key`. A request that is sent twice with the same key is executed once. */
export const newIdempotencyKey = (): string =>
  // Browsers do not offer randomUUID to pages that another machine serves over plain HTTP.
  Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

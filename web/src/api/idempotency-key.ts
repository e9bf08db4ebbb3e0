const KEY_BYTES = 16;

/** A new `Idempotency-Key`: what is sent twice with one of these happens once. */
export const newIdempotencyKey = (): string =>
  // Not randomUUID, which browsers keep from pages that came over plain HTTP from another machine.
  Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/** Who sealed a file. */
export interface Signer {
  name: string;
  /** SHA-256 of the certificate, lower-case hexadecimal. */
  fingerprint: string;
  valid_from: string;
  valid_to: string;
}

/** A time-stamp token beside a signature. */
export interface SignatureTimeStamp {
  token: Uint8Array;
  /** What the stamp must be of. */
  stamped: Uint8Array;
}

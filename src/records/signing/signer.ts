/** The signer of a file. */
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
  /** The bytes that the stamp must cover. */
  stamped: Uint8Array;
}

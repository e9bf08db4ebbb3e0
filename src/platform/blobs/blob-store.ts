import type { Readable } from 'node:stream';

export interface Blob {
  /** In lower-case hexadecimal: the name of the blob. */
  sha256: string;
  /** Bytes. */
  size: number;
}

/** The first and the last byte of a part, counted from 0. The last one may lie beyond the end of the blob. */
export interface ByteRange {
  first: number;
  last: number;
}

/** What a writer of a blob may state. */
export interface PutOptions {
  /** The most bytes that are stored. */
  maxBytes?: number;
  /** Awaited when the name of the blob is known, and before anything is stored under it. */
  claim?: (hash: string) => Promise<void>;
}

/**
 * Immutable bytes under their SHA-256. The contract does not say where they lie, nor for how long a blob is needed: the
 * ledger does (`blob-ledger.ts`). Every implementation passes the tests in `test/support/blob-store-contract.ts`.
 *
 * A blob whose bytes do not match its hash is damaged. A damaged blob counts as missing, until it is put again.
 */
export interface BlobStore {
  /**
   * Stores bytes durably: when this resolves, they survive a power cut. The blob is whole then, even if a damaged one
   * had its name.
   * @throws AppError `storage_full`; `file_too_large` beyond `maxBytes`. Nothing is stored then, as when `source` or
   *   `claim` fails
   */
  put(source: Uint8Array | Readable, options?: PutOptions): Promise<Blob>;
  /** Returns the whole blob, checked; `undefined` if it is missing or damaged. */
  read(hash: string): Promise<Buffer<ArrayBuffer> | undefined>;
  /**
   * Opens a stream of a blob, or of a part of it; returns `undefined` if the blob is missing. The caller must read
   * or destroy the stream.
   *
   * The stream of a whole blob is checked on the way: if the blob is damaged, the stream fails with `blob_damaged`
   * before its last bytes. The stream of a part cannot be checked. Call `verify` first where that matters.
   */
  stream(hash: string, range?: ByteRange): Promise<Readable | undefined>;
  /** Returns the size of a blob without reading it; `undefined` if it is missing. */
  stat(hash: string): Promise<Blob | undefined>;
  /** Reads a blob and compares it with its hash. Changes nothing. */
  verify(hash: string): Promise<'whole' | 'damaged' | 'missing'>;
  /** Removes a blob. Returns whether it was there. Nobody may put the blob at the same time. */
  remove(hash: string): Promise<boolean>;
  /** Lists all blobs in the order of their hashes, in pages of at most `pageSize`. */
  list(options?: { pageSize?: number }): AsyncIterable<Blob[]>;
}

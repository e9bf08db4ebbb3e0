import type { Readable } from 'node:stream';

export interface Blob {
  /** In lower-case hexadecimal: the name of the blob. */
  sha256: string;
  /** Bytes. */
  size: number;
}

/** A blob as it lies in a store. */
export interface StoredBlob extends Blob {
  /** Milliseconds since the last `put` or `keep`, by the clock of the store. Never negative. */
  ageMs: number;
}

/** The first and the last byte of a part, counted from 0. The last one may lie beyond the end of the blob. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * Immutable bytes under their SHA-256. The contract does not say where they lie. Every implementation passes the
 * tests in `test/support/blob-store-contract.ts`.
 *
 * A blob whose bytes do not match its hash is damaged. A damaged blob counts as missing, until it is put again.
 */
export interface BlobStore {
  /**
   * Stores bytes durably: when this resolves, they survive a power cut. The blob is whole then and its age is 0,
   * even if a damaged or an old one had its name.
   * @throws AppError `storage_full`; `file_too_large` beyond `maxBytes`. Nothing is stored then, as when `source`
   *   fails
   */
  put(source: Uint8Array | Readable, options?: { maxBytes?: number }): Promise<Blob>;
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
  /** Returns size and age of a blob without reading it; `undefined` if it is missing. */
  stat(hash: string): Promise<StoredBlob | undefined>;
  /** Reads a blob and compares it with its hash. Changes nothing. */
  verify(hash: string): Promise<'whole' | 'damaged' | 'missing'>;
  /**
   * Makes the age of a blob 0, and stores the blob if it is missing. Call this before something new refers to a
   * blob that was stored earlier.
   * @throws AppError `storage_full`
   */
  keep(hash: string, bytes: Uint8Array): Promise<void>;
  /**
   * Removes a blob unless its age is below `minAgeMs`. A concurrent `put` or `keep` of the blob never loses it: the
   * blob is either spared or stored again. Returns whether it was removed.
   */
  remove(hash: string, options: { minAgeMs: number }): Promise<boolean>;
  /** Lists blobs that are at least `minAgeMs` old, in the order of their hashes, in pages of at most `pageSize`. */
  list(options?: { minAgeMs?: number; pageSize?: number }): AsyncIterable<StoredBlob[]>;
}

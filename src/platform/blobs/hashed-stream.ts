import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { AppError } from '../kernel/errors.ts';
import type { Blob } from './blob-store.ts';

/**
 * Creates a stream that counts and hashes the bytes that pass through it. Call `blob` once, after the last of them.
 * The stream fails with AppError `file_too_large` beyond `maxBytes`.
 */
export function createBlobMeter(maxBytes: number): { meter: Transform; blob: () => Blob } {
  const hash = createHash('sha256');
  let size = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      if (size <= maxBytes) done(null, chunk);
      else done(fileTooLarge(maxBytes));
    },
  });
  return { meter, blob: () => ({ sha256: hash.digest('hex'), size }) };
}

/**
 * Creates a stream that checks the bytes of a blob while they pass. It delays the last chunk until the hash is known,
 * so that a reader never receives all of a damaged blob. Instead, the stream fails with AppError `blob_damaged`.
 * @param onDamaged is called before the stream fails
 */
export function createBlobCheck(expected: string, onDamaged: () => Promise<unknown>): Transform {
  const hash = createHash('sha256');
  let heldBack: Buffer | undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      const ready = heldBack;
      heldBack = chunk;
      done(null, ready);
    },
    flush(done) {
      if (hash.digest('hex') === expected) return done(null, heldBack);
      onDamaged().then(() => done(blobDamaged()), done);
    },
  });
}

export const fileTooLarge = (maxBytes: number): AppError =>
  new AppError('too_large', 'file_too_large', `The file is larger than ${maxBytes} bytes.`);

const blobDamaged = (): AppError =>
  new AppError('internal', 'blob_damaged', 'A stored file is damaged. Restore it from a backup.');

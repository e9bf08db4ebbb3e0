import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ScratchFile, ScratchFolder, ScratchPart } from '../../disk/scratch-folder.ts';
import { sha256 } from '../../kernel/hash.ts';
import { isDiskFull, storageFull } from '../../kernel/system-error.ts';
import type { Blob } from '../blob-store.ts';
import { createBlobMeter, fileTooLarge } from '../hashed-stream.ts';
import type { Digests } from './bucket.ts';

/** Bytes whose hash is known, and which can be sent more than once. */
export interface PreparedUpload extends AsyncDisposable {
  readonly blob: Blob;
  readonly digests: Digests;
  /** Whether `body` returns a new stream each time, and not bytes. */
  readonly isStream: boolean;
  body(): Uint8Array | Readable;
}

/** The purpose of the scratch files. */
export const UPLOAD = 'upload';

/**
 * Reads a source to its end. A stream is kept on the local disk meanwhile, because its hash is its name.
 * @throws AppError `file_too_large`; `storage_full` for the local disk; the error of the source
 */
export const prepareUpload = async (
  source: Uint8Array | Readable,
  maxBytes: number,
  scratch: ScratchFolder,
): Promise<PreparedUpload> =>
  source instanceof Readable ? prepareStream(source, maxBytes, scratch) : prepareBytes(source, maxBytes);

function prepareBytes(bytes: Uint8Array, maxBytes: number): PreparedUpload {
  if (bytes.length > maxBytes) throw fileTooLarge(maxBytes);
  const digests = { sha256: sha256(bytes), md5: createHash('md5').update(bytes).digest('hex') };
  const blob = { sha256: digests.sha256, size: bytes.length };
  return { blob, digests, isStream: false, body: () => bytes, async [Symbol.asyncDispose]() {} };
}

async function prepareStream(
  source: Readable,
  maxBytes: number,
  scratch: ScratchFolder,
): Promise<PreparedUpload> {
  const file = await scratch.open(UPLOAD).catch(refuse);
  try {
    const { meter, blob: result } = createBlobMeter(maxBytes);
    const md5 = createHash('md5');
    const part = await pipeline(source, meter, (bytes) => file.append(hashed(bytes, md5))).catch(refuse);
    const blob = result();
    const digests = { sha256: blob.sha256, md5: md5.digest('hex') };
    const body = () => openPart(file, part);
    return { blob, digests, isStream: true, body, [Symbol.asyncDispose]: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function* hashed(chunks: AsyncIterable<Buffer>, hash: Hash): AsyncIterable<Buffer> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

/** If the file cannot be read, the request gets no more bytes and fails. Nobody else listens for the error. */
const openPart = (file: ScratchFile, part: ScratchPart): Readable => file.read(part).on('error', () => {});

function refuse(error: unknown): never {
  throw isDiskFull(error) ? storageFull(error) : error;
}

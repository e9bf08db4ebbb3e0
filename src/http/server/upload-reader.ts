import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../platform/kernel/errors.ts';
import { withMultipartFile } from './multipart-file.ts';

interface UploadLimits {
  /** Bytes. */
  maxFileSize: number;
  /** The limit for all uploads in memory together, in bytes. */
  memory: number;
  /** For a file to arrive whole. */
  timeoutMs: number;
}

/** Receives files into memory, never more of it than was granted, however many send at once and however slowly. */
export function createUploadReader(limits: UploadLimits) {
  const { maxFileSize, memory } = limits;
  let buffered = 0;

  async function receive(source: Readable, reserve: (size: number) => void): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of source as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxFileSize) throw fileTooLarge(maxFileSize);
      reserve(chunk.length);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  return {
    /**
     * Hands over the multipart field `file` of a request, whole, and counts its memory until the work is done.
     * @throws AppError `file_missing`, `malformed_body`, `file_too_large`, `upload_too_slow`, `uploads_busy`
     */
    async withUpload<Result>(
      request: FastifyRequest,
      use: (file: Buffer) => Promise<Result>,
    ): Promise<Result> {
      let own = 0;
      const reserve = (size: number): void => {
        if (buffered + size > memory) throw uploadsBusy();
        own += size;
        buffered += size;
      };
      try {
        return await use(await receiveFile(request, (source) => receive(source, reserve), limits));
      } finally {
        buffered -= own;
      }
    },
  };
}

async function receiveFile(
  request: FastifyRequest,
  receive: (source: Readable) => Promise<Buffer>,
  { maxFileSize, timeoutMs }: UploadLimits,
): Promise<Buffer> {
  let file: Readable | undefined;
  const timer = setTimeout(() => {
    // Without the part, a response would not arrive in time either.
    if (file) file.destroy(uploadTooSlow());
    else request.raw.destroy();
  }, timeoutMs);
  const limits = { fileSize: maxFileSize + 1, files: 1, fields: 0 };
  const missing = "Send the file as the multipart field 'file', and nothing else.";
  try {
    return await withMultipartFile(request, { limits, missing }, (part) => {
      file = part.file;
      return receive(part.file);
    });
  } finally {
    clearTimeout(timer);
  }
}

const uploadTooSlow = () => new AppError('malformed', 'upload_too_slow', 'The file did not arrive in time.');
const fileTooLarge = (largest: number) =>
  new AppError('too_large', 'file_too_large', `No record is larger than ${largest} bytes.`);
const uploadsBusy = () =>
  new AppError('unavailable', 'uploads_busy', 'Too many files are being received. Try again shortly.', {
    retryAfterSeconds: 5,
  });

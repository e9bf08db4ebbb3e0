import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../platform/kernel/errors.ts';
import { withForm } from './form.ts';
import { type MemoryLimits, UploadMemory } from './upload-memory.ts';

interface UploadLimits {
  /** Bytes. */
  maxFileSize: number;
  memory: MemoryLimits;
  /** For a file to arrive whole. */
  timeoutMs: number;
  /** The slowest upload: at least so many bytes in every interval. A stalled one ends long before its time limit. */
  pace: { bytes: number; intervalMs: number };
}

/** Receives files into memory, never more of it than was granted, however many send at once and however slowly. */
export function createUploadReader(limits: UploadLimits) {
  const memory = new UploadMemory(limits.memory);
  return {
    /**
     * Hands over the file of a form, whole, and counts its memory until the work is done.
     * @throws AppError `upload_too_slow`, `uploads_busy`, and the errors of `withForm`
     */
    async withUpload<Result>(
      request: FastifyRequest,
      use: (file: Buffer) => Promise<Result>,
    ): Promise<Result> {
      const { reserve, release } = memory.reserveFor(request);
      try {
        return await use(await receiveFile(request, reserve, limits));
      } finally {
        release();
      }
    },
  };
}

async function receiveFile(
  request: FastifyRequest,
  reserve: (size: number) => void,
  { maxFileSize, timeoutMs, pace }: UploadLimits,
): Promise<Buffer> {
  let file: Readable | undefined;
  const watch = watchPace(timeoutMs, pace, () => {
    // Without the part, a response would not arrive in time either.
    if (file) file.destroy(uploadTooSlow());
    else request.raw.destroy();
    endConnection(request);
  });
  try {
    return await withForm(request, { fields: [], maxFileSize, accept: () => {} }, ({ content }) => {
      file = content;
      return receive(content, (size) => {
        reserve(size);
        watch.arrived(size);
      });
    });
  } finally {
    watch.end();
  }
}

async function receive(source: Readable, arrived: (size: number) => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source as AsyncIterable<Buffer>) {
    arrived(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Calls `tooSlow` once, if an upload takes too long or falls below its pace. */
function watchPace(
  timeoutMs: number,
  { bytes, intervalMs }: UploadLimits['pace'],
  tooSlow: () => void,
): { arrived(size: number): void; end(): void } {
  let recent = 0;
  const end = () => {
    clearTimeout(limit);
    clearInterval(check);
  };
  const stop = () => {
    end();
    tooSlow();
  };
  const limit = setTimeout(stop, timeoutMs);
  const check = setInterval(() => {
    if (recent < bytes) stop();
    recent = 0;
  }, intervalMs);
  return {
    arrived: (size) => {
      recent += size;
    },
    end,
  };
}

/** The time for a client to read why its upload has ended. */
const LINGER_MS = 2000;

/** The rest of a stalled upload never comes, so its connection would remain. */
const endConnection = ({ raw }: FastifyRequest): void =>
  void setTimeout(() => raw.complete || raw.destroy(), LINGER_MS).unref();

const uploadTooSlow = () => new AppError('malformed', 'upload_too_slow', 'The file did not arrive in time.');

import { type FileHandle, mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FileCount } from './file-count.ts';

/** A part of a scratch file. */
export interface ScratchPart {
  /** Bytes before the part. */
  start: number;
  size: number;
}

/** A file of one task. It has no name, so the operating system removes it when the process ends, however it ends. */
export interface ScratchFile {
  /** Appends a part. Parts are written one after the other. */
  append(chunks: AsyncIterable<string | Uint8Array>): Promise<ScratchPart>;
  read(part: ScratchPart): Readable;
  /** Frees the space. */
  close(): Promise<void>;
}

/** Local space for files that only the process that writes them needs. */
export interface ScratchFolder {
  /** @param purpose part of the name, in kebab case. Nothing else in the folder may have such a name */
  open(purpose: string): Promise<ScratchFile>;
  /**
   * Removes folders of a purpose whose process died before a moment: version 0.2 kept files in them, and a file has a
   * name for an instant. Counts folders, and the bytes in them.
   */
  removeAbandoned(purpose: string, createdBefore: Date, options: { dryRun: boolean }): Promise<FileCount>;
}

/** Bytes, or characters, that are written or read at once. */
const BATCH = 65_536;

const prefixOf = (purpose: string): string => `.${purpose}-`;

export const createScratchFolder = (folder: string): ScratchFolder => ({
  async open(purpose) {
    const path = await mkdtemp(join(folder, prefixOf(purpose)));
    const remove = () => rm(path, { recursive: true, force: true });
    try {
      const file = await open(join(path, 'file'), 'wx+', 0o600);
      // A network file system renames an open file instead, and removes it when it is closed.
      await remove().catch(() => {});
      return scratchFile(file, remove);
    } catch (error) {
      await remove();
      throw error;
    }
  },
  async removeAbandoned(purpose, createdBefore, { dryRun }) {
    const removed = { items: 0, bytes: 0 };
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (!entry.isDirectory() || !entry.name.startsWith(prefixOf(purpose))) continue;
      const path = join(folder, entry.name);
      if ((await stat(path)).mtime >= createdBefore) continue;
      for (const file of await readdir(path)) removed.bytes += (await stat(join(path, file))).size;
      removed.items++;
      if (!dryRun) await rm(path, { recursive: true });
    }
    return removed;
  },
});

function scratchFile(file: FileHandle, removeFolder: () => Promise<void>): ScratchFile {
  let end = 0;
  return {
    async append(chunks) {
      const start = end;
      for await (const bytes of inBatches(chunks)) {
        await file.writeFile(bytes);
        end += bytes.length;
      }
      return { start, size: end - start };
    },
    read: (part) => Readable.from(readPart(file, part)),
    async close() {
      await file.close();
      await removeFolder();
    },
  };
}

/** Joins texts, which are short. Bytes pass as they are. */
async function* inBatches(chunks: AsyncIterable<string | Uint8Array>): AsyncIterable<Uint8Array> {
  let batch = '';
  for await (const chunk of chunks) {
    if (typeof chunk === 'string') batch += chunk;
    if (batch.length >= BATCH || typeof chunk !== 'string') {
      yield Buffer.from(batch);
      batch = '';
    }
    if (typeof chunk !== 'string') yield chunk;
  }
  yield Buffer.from(batch);
}

async function* readPart(file: FileHandle, { start, size }: ScratchPart): AsyncIterable<Buffer> {
  for (let at = 0; at < size; ) {
    const buffer = Buffer.alloc(Math.min(BATCH, size - at));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start + at);
    if (bytesRead === 0) throw new Error('A scratch file ends before its last part.');
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

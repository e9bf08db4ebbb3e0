import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../kernel/durable-file.ts';
import type { BlobFolder } from './blob-folder.ts';

/** Writes, flushes and removes a small file where every new blob begins. @throws the error of the system */
export async function requireWritable({ incoming }: BlobFolder): Promise<void> {
  const path = join(incoming, randomUUID());
  try {
    await using file = await open(path, 'wx', 0o600);
    await file.writeFile('Roomshot');
    await file.sync();
  } finally {
    await rm(path, { force: true });
  }
  await syncFolder(incoming);
}

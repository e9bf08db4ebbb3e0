import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { TestServer } from './server.ts';

const blobPathOf = ({ config }: Pick<TestServer, 'config'>, hash: string): string =>
  join(config.dataFolder, 'blobs/v1', hash.slice(0, 2), hash);

/** Removes the file of a blob, as a failing disk does. */
export const loseBlob = (server: Pick<TestServer, 'config'>, hash: string): Promise<void> =>
  rm(blobPathOf(server, hash));

/** Makes blobs a day older. */
export async function ageBlobs({ roomshot }: Pick<TestServer, 'roomshot'>): Promise<void> {
  await roomshot.database.query
    .updateTable('blobs')
    .set({ kept_at: sql`kept_at - interval '1 day'` })
    .execute();
}

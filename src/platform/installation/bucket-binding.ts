import type { BlobStore } from '../blobs/blob-store.ts';
import type { BucketMark } from '../blobs/s3/bucket-mark.ts';
import type { Queryable } from '../db/database.ts';
import { AppError } from '../kernel/errors.ts';
import { everHadFiles, readId, sampleNeeded } from './installation-store.ts';

/** Where files lie outside the data folder. */
export interface MarkedStore {
  blobs: Pick<BlobStore, 'stat' | 'list'>;
  mark: BucketMark;
}

/** The number of files that are looked up before a bucket without a mark is bound. */
const SAMPLE = 200;

/**
 * Makes a bucket the one of a database, unless it already is.
 * @throws AppError `foreign_bucket`, `files_not_found`
 */
export async function bindBucket(db: Queryable, store: MarkedStore): Promise<void> {
  const id = await readId(db);
  const found = await store.mark.read();
  if (found === id) return;
  if (found === undefined) await requireEvidence(db, store);
  const bound = found ?? (await store.mark.put(id));
  if (bound !== id) throw foreignBucket(store.mark, bound);
}

/** Makes a bucket the one of a database that has a new id. */
export const rebindBucket = async (db: Queryable, { mark }: Pick<MarkedStore, 'mark'>): Promise<void> =>
  mark.replace(await readId(db));

/** @throws AppError `foreign_bucket` unless the bucket is the one of the database at this moment */
export async function requireBucketBound(db: Queryable, { mark }: Pick<MarkedStore, 'mark'>): Promise<void> {
  const found = await mark.read();
  if (found !== (await readId(db))) throw foreignBucket(mark, found);
}

/** @throws AppError `target_not_empty` if the bucket is the one of a database */
export async function requireUnbound({ mark }: Pick<MarkedStore, 'mark'>): Promise<void> {
  if ((await mark.read()) === undefined) return;
  const text = `The bucket already belongs to an installation: ${mark.place} exists. Set ROOMSHOT_S3_PREFIX to a new prefix, or remove that object if the installation is gone.`;
  throw new AppError('conflict', 'target_not_empty', text);
}

async function requireEvidence(db: Queryable, { blobs, mark }: MarkedStore): Promise<void> {
  const needed = await sampleNeeded(db, SAMPLE);
  let absent = 0;
  for (const hash of needed) if (!(await blobs.stat(hash))) absent++;
  if (2 * absent > needed.length) throw filesNotFound(mark, { absent, of: needed.length });
  if (needed.length > 0 || (await everHadFiles(db))) return;
  for await (const page of blobs.list({ pageSize: 1 }))
    if (page.length > 0) throw foreignBucket(mark, undefined);
}

const foreignBucket = ({ place }: BucketMark, found: string | undefined): AppError =>
  refusal(
    'foreign_bucket',
    `The bucket belongs to another database: ${found ? `${place} contains the id ${found}` : `it has files, and ${place} does not name this database`}. Check DATABASE_URL, ROOMSHOT_S3_BUCKET and ROOMSHOT_S3_PREFIX. If they do belong together, remove ${place} and start again.`,
  );

const filesNotFound = ({ place }: BucketMark, { absent, of }: { absent: number; of: number }): AppError =>
  refusal(
    'files_not_found',
    `The bucket does not contain the files of this database: ${absent} of ${of} were not found, and ${place} does not exist. If they are still in the data folder, copy its folder blobs to the bucket first. Check DATABASE_URL, ROOMSHOT_S3_BUCKET and ROOMSHOT_S3_PREFIX.`,
  );

const refusal = (code: string, text: string): AppError =>
  new AppError('unavailable', code, `${text} Nothing was changed.`);

import type { Config } from '../app/config.ts';
import { placesIn } from '../app/data-folder.ts';
import { openS3 } from '../app/file-store.ts';
import { type Finding, findingsOf } from '../operations/diagnosis/finding.ts';
import type { BlobStore } from '../platform/blobs/blob-store.ts';
import { readOnlyBlobs } from '../platform/blobs/folder-blob-store.ts';
import type { BucketTraits } from '../platform/blobs/s3/bucket-probe.ts';
import { createScratchFolder } from '../platform/disk/scratch-folder.ts';

interface ExaminedStore {
  /** About the store itself, and not about its files. */
  findings: Finding[];
  blobs: Pick<BlobStore, 'verify'>;
  close(): void;
}

const { ok, warning, error } = findingsOf('file_store');

/** Opens the store of the files. A bucket is probed; a folder is not even created. */
export async function examineFileStore({
  s3,
  dataFolder,
}: Pick<Config, 's3' | 'dataFolder'>): Promise<ExaminedStore> {
  if (!s3) return { findings: [], blobs: readOnlyBlobs(placesIn(dataFolder).blobs), close() {} };
  try {
    const { blobs, traits, close } = await openS3(s3, createScratchFolder(dataFolder));
    return { findings: [describe(traits)], blobs, close };
  } catch (failure) {
    const found = error((failure as Error).message, 'Correct the settings ROOMSHOT_S3_… or the S3 server.');
    return { findings: [found], blobs: { verify: () => Promise.reject(failure) }, close() {} };
  }
}

function describe({ keepsConditions, refuses }: BucketTraits): Finding {
  if (keepsConditions && refuses.length > 0)
    return ok(`The S3 server keeps conditions, and refuses files that do not match ${refuses.join(' or ')}.`);
  const ignored = [...(keepsConditions ? [] : ['If-None-Match']), ...(refuses.length > 0 ? [] : ['digests'])];
  return warning(
    `The S3 server ignores ${ignored.join(' and ')}. Every file is read back when it was stored.`,
    'Use a server or a version that keeps them: a file that is stored twice at once can be damaged for a moment.',
  );
}

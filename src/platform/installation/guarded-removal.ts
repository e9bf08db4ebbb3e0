import type { BlobStore } from '../blobs/blob-store.ts';

interface ErrorLog {
  error(fields: object, message: string): void;
}

/**
 * Makes a blob store check before every removal that it belongs to the database. If it does not, the blob stays: the
 * disk of the data folder may have been unmounted, or mounted again, since the start.
 * @param requireRemoval throws if the store does not belong to the database
 */
export const guardRemovals = (
  blobs: BlobStore,
  requireRemoval: () => Promise<void>,
  log: ErrorLog,
): BlobStore => ({
  ...blobs,
  async remove(hash, options) {
    try {
      await requireRemoval();
    } catch (err) {
      log.error({ err, sha256: hash }, 'a file was not removed');
      return false;
    }
    return blobs.remove(hash, options);
  },
});

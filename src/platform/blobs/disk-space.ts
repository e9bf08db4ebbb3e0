import { statfsSync } from 'node:fs';
import { storageFull } from '../kernel/system-error.ts';

/** Kept for what is under way when the disk gets full, for log-ins, and for deletions, which make room again. */
const RESERVE_BYTES = 64_000_000;

/**
 * Makes sure that a folder's disk has room for something new. Waiting until a write fails would be too late:
 * an embedded database that cannot lengthen its log has to be started anew.
 * @throws AppError `storage_full`
 */
export function requireSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < RESERVE_BYTES) throw storageFull();
}

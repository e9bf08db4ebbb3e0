import type { Snapshot } from '../../snapshots/snapshot.ts';

const EXTENSIONS = { pdf: 'pdf', json: 'json', csv: 'zip' } as const;
/** Characters that file systems do not allow in names, and invisible characters. */
const NOT_IN_NAMES = /[\\/:*?"<>|\p{C}]+/gu;
const MAX_TITLE_LENGTH = 120;

/** Returns the name for the downloaded file, such as "Before run-in 2026-11-23 1445Z.pdf". */
export function fileNameOf({
  title,
  created_at,
  snapshot_type,
}: Pick<Snapshot, 'title' | 'created_at' | 'snapshot_type'>) {
  const plain = title.replace(NOT_IN_NAMES, ' ').replace(/\s+/g, ' ').slice(0, MAX_TITLE_LENGTH).trim();
  const taken = `${created_at.slice(0, 10)} ${created_at.slice(11, 16).replace(':', '')}Z`;
  return `${plain} ${taken}.${EXTENSIONS[snapshot_type]}`.trim();
}

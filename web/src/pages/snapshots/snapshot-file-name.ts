import type { Snapshot } from '../../snapshots/snapshot.ts';

const EXTENSIONS = { pdf: 'pdf', json: 'json', csv: 'zip' } as const;
/** What file systems refuse in names, and what people cannot see in them. */
const NOT_IN_NAMES = /[\\/:*?"<>|\p{C}]+/gu;
const MAX_TITLE_LENGTH = 120;

/** As in "Before run-in 2026-11-23 1445Z.pdf": what people look for in a folder. */
export function fileNameOf({
  title,
  created_at,
  snapshot_type,
}: Pick<Snapshot, 'title' | 'created_at' | 'snapshot_type'>) {
  const plain = title.replace(NOT_IN_NAMES, ' ').replace(/\s+/g, ' ').slice(0, MAX_TITLE_LENGTH).trim();
  const taken = `${created_at.slice(0, 10)} ${created_at.slice(11, 16).replace(':', '')}Z`;
  return `${plain} ${taken}.${EXTENSIONS[snapshot_type]}`.trim();
}

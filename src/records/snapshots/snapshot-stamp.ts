import { findTimeZone } from '../../clearance/rooms/room-store.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import type { RenderPool, Stamp } from '../rendering/pool/render-pool.ts';
import type { DrawnStamp } from '../seal/pdf-stamp.ts';
import type { SealStatement } from '../seal/seal-statement.ts';
import { localText, utcText } from '../wording/time-text.ts';

export type StampRenderer = Pick<RenderPool, 'renderStamp'>;

const STAMP_TIMEOUT_MS = 30_000;

/** Renders the box of the seal on page one of a PDF. */
export async function makeStamp(
  db: Queryable,
  renderer: StampRenderer,
  statement: SealStatement,
  onSlow: () => void,
): Promise<DrawnStamp> {
  const stamp = stampOf(statement, await findTimeZone(db, statement.room_id));
  return {
    pdf: await renderer.renderStamp(stamp, { timeoutMs: STAMP_TIMEOUT_MS, onSlow }).catch(excuse),
    text: textOf(stamp),
  };
}

/** Every stamp is small. If one takes too long, the machine is at fault, and not the record. */
function excuse(error: unknown): never {
  if (!(error instanceof AppError && error.code === 'render_timeout')) throw error;
  const text = 'The machine is too busy to set the stamp of the record.';
  throw new AppError('unavailable', 'render_unavailable', text, { cause: error });
}

/** @param timeZone the time zone of the room, undefined if the room was deleted */
const stampOf = (statement: SealStatement, timeZone: string | undefined): Stamp => ({
  lines: [
    { label: 'Snapshot', value: `${statement.snapshot_id}, revision ${statement.revision} of the room` },
    { label: 'Title', value: statement.title },
    { label: 'Taken by', value: `${statement.created_by_name} <${statement.created_by}>` },
    { label: 'Taken at', value: momentText(statement.created_at, timeZone) },
    { label: 'State', value: `SHA-256 ${statement.state_hash}` },
    { label: 'Audit log', value: `entry ${statement.audit_head?.replace(':', ', SHA-256 ')}` },
  ],
});

/** Returns the text of a stamp for screen readers, line by line. */
const textOf = ({ lines }: Stamp): string => lines.map(({ label, value }) => `${label}: ${value}`).join('\n');

/** Formats an instant to the second in UTC, and in the time zone of the room. */
const momentText = (instant: string, timeZone: string | undefined): string =>
  [utcText(instant, 'seconds'), timeZone && localText(instant, timeZone)].filter(Boolean).join('  ·  ');

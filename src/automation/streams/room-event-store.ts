import { sql } from 'kysely';
import { type AuditNotice, noticeOf, readAudit } from '../../platform/audit/audit-log.ts';
import type { Queryable } from '../../platform/db/database.ts';

/** The revision of a room and the end of the audit log, read at one moment. */
export interface RoomPlace {
  revision: number;
  /** The sequence number of the last entry of the audit log. */
  seq: number;
}

/** Returns `undefined` if the room does not exist. */
export async function readRoomPlace(db: Queryable, roomId: string): Promise<RoomPlace | undefined> {
  const { rows } = await sql<RoomPlace>`
    select r.revision, h.seq from rooms r, audit_head h where r.id = ${roomId}::uuid`.execute(db);
  return rows[0];
}

/** Reads the entries of a room after a sequence number, oldest first, as notices. */
export async function readNotices(
  db: Queryable,
  roomId: string,
  { after, limit }: { after: number; limit: number },
): Promise<AuditNotice[]> {
  return (await readAudit(db, { roomId, after, limit })).map(noticeOf);
}

export const PULSE_CHANNEL = 'roomshot_pulse';

/** Notifies the listeners of all processes that notifications arrive. */
export async function sendPulse(db: Queryable): Promise<void> {
  await sql`select pg_notify(${PULSE_CHANNEL}, '')`.execute(db);
}

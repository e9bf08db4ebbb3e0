import { sql } from 'kysely';
import { type AuditNotice, noticeOf, readAudit } from '../../platform/audit/audit-log.ts';
import type { Queryable } from '../../platform/db/database.ts';

/** Where a room and the audit log stand, read at one moment. */
export interface RoomPlace {
  revision: number;
  /** The last entry of the audit log. */
  seq: number;
}

/** `undefined` if the room is gone. */
export async function readRoomPlace(db: Queryable, roomId: string): Promise<RoomPlace | undefined> {
  const { rows } = await sql<RoomPlace>`
    select r.revision, h.seq from rooms r, audit_head h where r.id = ${roomId}::uuid`.execute(db);
  return rows[0];
}

/** What was announced of a room after a place in the audit log, oldest first. */
export async function readNotices(
  db: Queryable,
  roomId: string,
  { after, limit }: { after: number; limit: number },
): Promise<AuditNotice[]> {
  return (await readAudit(db, { roomId, after, limit })).map(noticeOf);
}

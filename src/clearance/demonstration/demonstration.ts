import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { ensureDocumentTypes, listDocumentTypes } from '../documents/document-type-store.ts';
import { insertRoomRows } from './demonstration-store.ts';
import { LAPSED_ROOM } from './lapsed-room.ts';
import { LARGE_ROOM } from './large-room.ts';
import { makeOutlinedChanges } from './outlined-changes.ts';
import { outlinedRoom } from './outlined-room.ts';
import { OVERRIDDEN_ROOM } from './overridden-room.ts';
import { READY_ROOM } from './ready-room.ts';
import type { RoomOutline } from './room-outline.ts';
import type { Specimen } from './specimen.ts';
import { SUBJECTS_ROOM } from './subjects-room.ts';
import { TROUBLED_ROOM } from './troubled-room.ts';

/** The rooms, in reverse order of the list of rooms. */
const OUTLINES: readonly RoomOutline[] = [
  LARGE_ROOM,
  OVERRIDDEN_ROOM,
  SUBJECTS_ROOM,
  LAPSED_ROOM,
  READY_ROOM,
  TROUBLED_ROOM,
];

/**
 * Fills an empty database with the document types and six rooms whose dates lie around `at`.
 * @returns the ids of the rooms
 */
export async function seedDemonstration(
  tx: Transaction,
  { at, specimen }: { at: Date; specimen: Specimen },
): Promise<string[]> {
  await ensureDocumentTypes(tx);
  const types = new Map((await listDocumentTypes(tx)).map((type) => [type.code, type]));
  const rooms = OUTLINES.map((outline) => ({
    outline,
    rows: outlinedRoom(outline, { types, specimen, at }),
  }));
  for (const { outline, rows } of rooms) {
    await insertRoomRows(tx, rows);
    const { id: roomId, title } = rows.room;
    const detail = { room_id: roomId, title, demonstration: true };
    await appendAudit(tx, { at, actor: 'system', action: 'room_created', roomId, detail });
    await makeOutlinedChanges(tx, outline, { room: rows.room, at });
  }
  return rooms.map(({ rows }) => rows.room.id);
}

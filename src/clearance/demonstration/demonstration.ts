import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { ensureDocumentTypes, listDocumentTypes } from '../documents/document-type-store.ts';
import { insertRoomRows } from './demonstration-store.ts';
import { LARGE_ROOM } from './large-room.ts';
import { outlinedRoom } from './outlined-room.ts';
import { READY_ROOM } from './ready-room.ts';
import type { RoomOutline } from './room-outline.ts';
import type { Specimen } from './specimen.ts';
import { TROUBLED_ROOM } from './troubled-room.ts';

/** The rooms, in reverse order of the list of rooms. */
const OUTLINES: readonly RoomOutline[] = [LARGE_ROOM, READY_ROOM, TROUBLED_ROOM];

/**
 * Fills an empty database with the document types and three rooms whose dates lie around `at`.
 * @returns the ids of the rooms
 */
export async function seedDemonstration(
  tx: Transaction,
  { at, specimen }: { at: Date; specimen: Specimen },
): Promise<string[]> {
  await ensureDocumentTypes(tx);
  const types = new Map((await listDocumentTypes(tx)).map((type) => [type.code, type]));
  const rooms = OUTLINES.map((outline) => outlinedRoom(outline, { types, specimen, at }));
  for (const rows of rooms) await insertRoomRows(tx, rows);
  for (const { room } of rooms) {
    const detail = { room_id: room.id, title: room.title, demonstration: true };
    await appendAudit(tx, { at, actor: 'system', action: 'room_created', roomId: room.id, detail });
  }
  return rooms.map(({ room }) => room.id);
}

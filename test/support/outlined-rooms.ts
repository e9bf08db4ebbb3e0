import { insertRoomRows } from '../../src/clearance/demonstration/demonstration-store.ts';
import { LARGE_ROOM } from '../../src/clearance/demonstration/large-room.ts';
import { outlinedRoom } from '../../src/clearance/demonstration/outlined-room.ts';
import { storeSpecimen } from '../../src/clearance/demonstration/specimen.ts';
import { listDocumentTypes } from '../../src/clearance/documents/document-type-store.ts';
import type { TestServer } from './server.ts';

interface LargeRoom {
  id: string;
  /** How many entries its activity has. */
  activities: number;
}

/** Makes a room with so many documents and at least so many activities, as if people had worked in it for weeks. */
export async function addLargeRoom(
  { roomshot: { database, blobs } }: TestServer,
  { documents, activities }: { documents: number; activities: number },
): Promise<LargeRoom> {
  const [example] = LARGE_ROOM.documents;
  const outline = {
    ...LARGE_ROOM,
    documents: Array.from({ length: documents }, (_, n) => ({
      ...example,
      type: 'q88',
      notes: `No. ${n + 1}`,
    })),
    messages: Array.from({ length: activities }, (_, n) => ({
      by: 'broker@roomshot.example',
      text: `Report no. ${n + 1}`,
    })),
  };
  const specimen = await storeSpecimen(blobs);
  return database.transaction(async (tx) => {
    const types = new Map((await listDocumentTypes(tx)).map((type) => [type.code, type]));
    const rows = outlinedRoom(outline, { types, specimen, at: new Date() });
    await insertRoomRows(tx, rows);
    return { id: rows.room.id, activities: rows.activities.length };
  });
}

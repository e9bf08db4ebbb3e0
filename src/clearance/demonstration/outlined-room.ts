import { may } from '../../people/permissions/policy.ts';
import { newId } from '../../platform/kernel/ids.ts';
import type { RoomRows } from './demonstration-store.ts';
import { type DocumentTypes, outlinedDocument } from './outlined-document.ts';
import { outlinedHistory } from './outlined-history.ts';
import type { RoomOutline } from './room-outline.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Returns the rows of an outlined room, with ids, and with times in the days before `at`. */
export function outlinedRoom(outline: RoomOutline, types: DocumentTypes, at: Date): RoomRows {
  const begun = new Date(at.getTime() - outline.createdDaysAgo * DAY_MS);
  const inRoom = () => ({ id: newId(), room_id: room.id });
  const room = {
    id: newId(),
    ...outline.facts,
    sts_eta: new Date(Math.ceil((at.getTime() + outline.etaInHours * HOUR_MS) / HOUR_MS) * HOUR_MS),
    created_by: outline.parties.find(({ role }) => role === 'broker')?.email ?? 'system',
    created_at: begun,
    updated_at: at,
  };
  const parties = outline.parties.map((party) => ({ ...inRoom(), ...party, created_at: begun }));
  const vessels = outline.vessels.map((vessel, n) => {
    // Add the vessels one millisecond apart: lists sort them by the time of creation.
    const added = new Date(begun.getTime() + n);
    return { ...inRoom(), ...vessel, status: 'active', created_at: added, updated_at: added };
  });
  const documents = outline.documents.map((document, n) => ({
    ...inRoom(),
    vessel_id: document.vessel === undefined ? null : (vessels[document.vessel]?.id ?? null),
    ...outlinedDocument(document, types, { begun, at, place: n / outline.documents.length }),
  }));
  const approvals = parties
    .filter(({ role }) => may(role, 'approval.give'))
    .map(({ id, email }) => ({
      ...inRoom(),
      party_id: id,
      vessel_id: null,
      status: outline.approvals[email]?.status ?? 'pending',
      note: outline.approvals[email]?.note ?? null,
      requested_at: begun,
      updated_at: outline.approvals[email] ? new Date(at.getTime() - 5 * HOUR_MS) : begun,
    }));
  const rows = { room, parties, vessels, documents, approvals };
  const history = outlinedHistory(rows, types, outline.messages);
  const activities = history.map((entry, n) => ({ ...inRoom(), ...entry, revision: n + 1 }));
  // Every entry of the history is one revision.
  return { ...rows, room: { ...room, revision: activities.length }, activities };
}

import { may } from '../../people/permissions/policy.ts';
import { newId } from '../../platform/kernel/ids.ts';
import type { ApprovalSubject } from '../vocabulary/room-state.ts';
import type { RoomRows } from './demonstration-store.ts';
import { type DocumentTypes, outlinedDocument, typeOf } from './outlined-document.ts';
import { outlinedHistory } from './outlined-history.ts';
import type { RoomOutline } from './room-outline.ts';
import type { Specimen } from './specimen.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Returns the rows of an outlined room, with ids, and with times in the days before `at`. */
export function outlinedRoom(
  outline: RoomOutline,
  { types, specimen, at }: { types: DocumentTypes; specimen: Specimen; at: Date },
): RoomRows {
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
    ...outlinedDocument(document, types, { specimen, begun, at, place: n / outline.documents.length }),
  }));
  const approvals = parties
    .filter(({ role }) => may(role, 'approval.give'))
    .map(({ id, email }) => ({
      ...inRoom(),
      party_id: id,
      vessel_id: null,
      concerns: 'operation',
      subjects: (outline.approvals[email]?.subjects ?? []).map(openSubject),
      status: outline.approvals[email]?.status ?? 'pending',
      note: outline.approvals[email]?.note ?? null,
      requested_at: begun,
      updated_at: outline.approvals[email] ? new Date(at.getTime() - 5 * HOUR_MS) : begun,
    }));
  const requirements = [...new Set(outline.documents.map(({ type }) => type))].map((code) => {
    const { id: type_id, required, criticality, ...type } = typeOf(types, code);
    const { applies_to, due_stage, expires, max_age_days, needs_file } = type;
    const asked = { required, criticality, applies_to, due_stage, expires, max_age_days, needs_file };
    return { ...inRoom(), type_id, ...asked, created_at: begun };
  });
  const rows = { room, parties, vessels, requirements, documents, approvals };
  const history = outlinedHistory(rows, types, outline.messages);
  const activities = history.map((entry, n) => ({ ...inRoom(), ...entry, revision: n + 1 }));
  // Every entry of the history is one revision.
  return { ...rows, room: { ...room, revision: activities.length }, activities };
}

const openSubject = (text: string): ApprovalSubject => ({
  ...{ id: newId(), text },
  ...{ lifted_by: null, lifted_at: null, reason: null },
});

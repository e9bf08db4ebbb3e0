import { api, bodyOf } from '../api/api.ts';
import { queryClient } from '../api/query-client.ts';
import { type Revised, revisedBodyOf } from '../api/revised.ts';
import { ROOM_FIELDS, VESSEL_FIELDS } from '../contract/form-fields.ts';
import type { ShownField } from './differences.ts';
import type { Shown } from './guarded-change.ts';
import {
  type Approval,
  approvalsQuery,
  documentQuery,
  documentsQuery,
  type ListedDocument,
  type Party,
  partiesQuery,
  type Requirement,
  type Room,
  type RoomDocument,
  readDocument,
  readVessels,
  requirementsQuery,
  roomQuery,
  type Vessel,
  vesselsQuery,
} from './room-queries.ts';
import { approvalStatusWord } from './status-words.ts';
import { VERSION_FIELDS } from './version-facts.ts';

const OUTCOME: ShownField = { name: 'outcome', label: 'Verdict', kind: 'choice' };
/** The values on which a decision about the status of a room depends. */
export const STATUS_FIELDS: readonly ShownField[] = [
  { name: 'status', label: 'Status', kind: 'choice' },
  OUTCOME,
];
const APPROVAL_FIELDS: readonly ShownField[] = [
  { name: 'decision', label: 'Approval', kind: 'line' },
  { name: 'note', label: 'Note', kind: 'text' },
  { name: 'vessel_name', label: 'Vessel', kind: 'name' },
  OUTCOME,
  ...ROOM_FIELDS,
];
/** The values of the newest version of a document. */
export const NEWEST_VERSION_FIELDS: readonly ShownField[] = [
  { name: 'status', label: 'Status', kind: 'choice' },
  { name: 'file_name', label: 'File', kind: 'name' },
  { name: 'uploaded_at', label: 'Uploaded', kind: 'moment' },
  { name: 'version', label: 'Version', kind: 'whole' },
  ...VERSION_FIELDS,
];
/** The values on which a decision about the file of a document depends. */
const REVIEW_FIELDS: readonly ShownField[] = [
  ...NEWEST_VERSION_FIELDS,
  { name: 'notes', label: 'Notes', kind: 'text' },
];

/** Returns an item of a list with the revision of that list. */
function seenIn<Item extends { id: string }>(list: Revised<Item[]> | undefined, item: Item): Revised<Item> {
  const value = list?.value.find(({ id }) => id === item.id);
  return value ? { value, revision: list?.revision } : { value: item, revision: undefined };
}

const ofRoom = (room: Room): Revised<object> => ({
  value: { ...room, outcome: room.verdict.outcome },
  revision: room.revision,
});

const readRoom = async (roomId: string): Promise<Revised<object>> =>
  ofRoom(await bodyOf(api.GET('/api/v1/rooms/{room_id}', { params: { path: { room_id: roomId } } })));

export const roomShown = (room: Room, fields: readonly ShownField[]): Shown => ({
  fields,
  seen: ofRoom(room),
  read: () => readRoom(room.id),
});

/** What a form shows that adds something: nothing that others can change. */
export const nothingShown = (roomId: string): Shown => ({
  fields: [],
  seen: { value: {}, revision: queryClient.getQueryData(roomQuery(roomId).queryKey)?.revision },
  read: () => readRoom(roomId),
});

export const vesselShown = (roomId: string, vessel: Vessel, fields: readonly ShownField[]): Shown => ({
  fields,
  seen: seenIn(queryClient.getQueryData(vesselsQuery(roomId).queryKey), vessel),
  read: () =>
    revisedBodyOf(
      api.GET('/api/v1/rooms/{room_id}/vessels/{vessel_id}', {
        params: { path: { room_id: roomId, vessel_id: vessel.id } },
      }),
    ),
});

export const requirementShown = (
  roomId: string,
  requirement: Requirement,
  fields: readonly ShownField[],
): Shown => ({
  fields,
  seen: seenIn(queryClient.getQueryData(requirementsQuery(roomId).queryKey), requirement),
  read: () =>
    revisedBodyOf(
      api.GET('/api/v1/rooms/{room_id}/requirements/{requirement_id}', {
        params: { path: { room_id: roomId, requirement_id: requirement.id } },
      }),
    ),
});

export const partyShown = (roomId: string, party: Party, fields: readonly ShownField[]): Shown => ({
  fields,
  seen: seenIn(queryClient.getQueryData(partiesQuery(roomId).queryKey), party),
  read: () =>
    revisedBodyOf(
      api.GET('/api/v1/rooms/{room_id}/parties/{party_id}', {
        params: { path: { room_id: roomId, party_id: party.id } },
      }),
    ),
});

export function documentShown(
  roomId: string,
  document: RoomDocument,
  fields: readonly ShownField[] = REVIEW_FIELDS,
): Shown {
  const list = queryClient.getQueryData(documentsQuery(roomId).queryKey);
  const listed = seenIn(list, document as ListedDocument);
  const hasBeginnings = listed.value.shortened?.length > 0;
  const whole = hasBeginnings && queryClient.getQueryData(documentQuery(roomId, document.id).queryKey);
  return { fields, seen: whole || listed, read: () => readDocument(roomId, document.id) };
}

/** What somebody sees who decides about an approval: the approval, the operation and the vessels that it is about. */
export function approvalShown(room: Room, approval: Approval): Shown {
  const listed = seenIn(queryClient.getQueryData(approvalsQuery(room.id).queryKey), approval);
  const vessels = queryClient.getQueryData(vesselsQuery(room.id).queryKey) ?? NO_VESSELS;
  const path = { room_id: room.id, approval_id: approval.id };
  const known = ofVessels(vessels.value);
  return {
    fields: [...APPROVAL_FIELDS, VESSELS_FIELD, ...vessels.value.flatMap(fieldsOfVessel)],
    seen: together([ofRoom(room), { ...vessels, value: known }, decisionIn(listed)]),
    async read() {
      const reading = api.GET('/api/v1/rooms/{room_id}/approvals/{approval_id}', { params: { path } });
      const [now, ships, decision] = await Promise.all([
        readRoom(room.id),
        readVessels(room.id),
        revisedBodyOf(reading),
      ]);
      // A vessel that is gone is told by the list of vessels, and not by each of its values.
      const value = { ...known, ...ofVessels(ships.value) };
      return together([now, { ...ships, value }, decisionIn(decision)]);
    },
  };
}

const NO_VESSELS: Revised<Vessel[]> = { value: [], revision: undefined };
const VESSELS_FIELD: ShownField = { name: 'vessels', label: 'Vessels', kind: 'line' };

const fieldsOfVessel = ({ id, label }: Vessel): ShownField[] =>
  VESSEL_FIELDS.map((field) => ({
    ...field,
    name: `${id} ${field.name}`,
    label: `${label}: ${field.label}`,
  }));

/** The values of vessels, by the names of their fields. */
const ofVessels = (vessels: readonly Vessel[]): Record<string, unknown> =>
  Object.fromEntries([
    ...vessels.flatMap(({ id, ...vessel }) =>
      VESSEL_FIELDS.map(({ name }) => [`${id} ${name}`, vessel[name as keyof typeof vessel]]),
    ),
    ['vessels', vessels.map(({ name, imo }) => `${name} (${imo})`).join(', ')],
  ]);

const decisionIn = ({ value, revision }: Revised<Approval>): Revised<object> => ({
  value: { ...value, decision: approvalStatusWord(value.status).text },
  revision,
});

/** A change between the reads must not be taken for one that was seen. */
const together = (parts: readonly Revised<object>[]): Revised<object> => ({
  value: Object.assign({}, ...parts.map(({ value }) => value)),
  revision: parts.reduce<number | undefined>(
    (lowest, { revision }) =>
      lowest === undefined || revision === undefined ? undefined : Math.min(lowest, revision),
    Number.POSITIVE_INFINITY,
  ),
});

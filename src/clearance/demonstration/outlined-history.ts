import type { ActivityAction } from '../../platform/events/catalogue.ts';
import type { RoomRows } from './demonstration-store.ts';
import type { DocumentTypes } from './outlined-document.ts';
import type { MessageOutline } from './room-outline.ts';

interface Entry {
  at: Date;
  actor: string;
  action: ActivityAction;
  summary: string;
}

type Rows = Omit<RoomRows, 'activities'>;

/** Returns the history that leads to the rows of a room, oldest first. */
export function outlinedHistory(
  rows: Rows,
  types: DocumentTypes,
  messages: readonly MessageOutline[],
): Entry[] {
  const history = [...beginning(rows), ...documentEntries(rows, types), ...approvalEntries(rows)];
  const all = [...history, ...spread(messages, rows)].sort((a, b) => a.at.getTime() - b.at.getTime());
  return oneAfterTheOther(all);
}

function beginning({ room, parties, vessels }: Rows): Entry[] {
  const entry = (at: Date, action: ActivityAction, summary: string) => ({
    at,
    actor: room.created_by,
    action,
    summary,
  });
  return [
    entry(room.created_at, 'room_created', `Room opened: ${room.title}.`),
    ...parties.map(({ created_at, name, role, company }) =>
      entry(created_at, 'party_added', `${name} joined as ${role} (${company}).`),
    ),
    ...vessels.map(({ created_at, name, imo, operation_role }) =>
      entry(
        created_at,
        'vessel_created',
        `Vessel added: ${name} (${imo})${operation_role == null ? '' : `, ${operation_role}`}.`,
      ),
    ),
  ];
}

const VERDICTS: Record<string, string> = {
  approved: 'Approved',
  rejected: 'Rejected',
  waived: 'Waived',
  not_applicable: 'Marked as not applicable',
};

const REVIEWS: Record<string, ActivityAction> = {
  approved: 'document_approved',
  rejected: 'document_rejected',
};

function documentEntries({ vessels, documents }: Rows, types: DocumentTypes): Entry[] {
  const typeNames = new Map([...types.values()].map(({ id, name }) => [id, name]));
  const vesselNames = new Map(vessels.map(({ id, name }) => [id, name]));
  return documents.flatMap((document) => {
    const vessel = document.vessel_id == null ? '' : ` of ${vesselNames.get(document.vessel_id)}`;
    const subject = `${typeNames.get(document.type_id)}${vessel}`;
    const { uploaded_at, uploaded_by, reviewed_at, reviewed_by, status } = document;
    const entries: Entry[] = [];
    if (uploaded_at && uploaded_by) {
      const summary = `Received: ${subject}.`;
      entries.push({ at: uploaded_at, actor: uploaded_by, action: 'document_uploaded', summary });
    }
    if (reviewed_at && reviewed_by) {
      const action = REVIEWS[status] ?? 'document_updated';
      const summary = `${VERDICTS[status] ?? 'Changed'}: ${subject}.`;
      entries.push({ at: reviewed_at, actor: reviewed_by, action, summary });
    }
    return entries;
  });
}

function approvalEntries({ parties, approvals }: Rows): Entry[] {
  return approvals
    .filter(({ status }) => status !== 'pending')
    .map(({ party_id, status, updated_at }) => {
      const party = parties.find(({ id }) => id === party_id);
      const summary = `${party?.name} (${party?.role}) ${status === 'approved' ? 'gave' : 'refused'} the approval.`;
      return { at: updated_at, actor: party?.email ?? 'system', action: 'approval_updated', summary };
    });
}

/** Returns messages in even intervals over the life of the room. */
function spread(messages: readonly MessageOutline[], { room }: Rows): Entry[] {
  const span = room.updated_at.getTime() - room.created_at.getTime();
  return messages.map(({ by, text }, n) => ({
    at: new Date(room.created_at.getTime() + Math.floor((span * (n + 1)) / (messages.length + 2))),
    actor: by,
    action: 'message_sent',
    summary: text,
  }));
}

/** Gives entries different instants, so that they keep their order. */
function oneAfterTheOther(entries: readonly Entry[]): Entry[] {
  let last = 0;
  return entries.map((entry) => {
    last = Math.max(entry.at.getTime(), last + 1);
    return { ...entry, at: new Date(last) };
  });
}

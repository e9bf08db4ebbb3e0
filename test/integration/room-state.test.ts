import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { attachFile, detachFile } from '../../src/clearance/documents/document-file-service.ts';
import {
  addDocument,
  editDocument,
  removeDocument,
  reviewDocument,
} from '../../src/clearance/documents/document-service.ts';
import { editDocumentType } from '../../src/clearance/documents/document-type-service.ts';
import {
  askForApproval,
  decideApproval,
  revokeApproval,
} from '../../src/clearance/parties/approval-service.ts';
import { addParty, editParty, removeParty } from '../../src/clearance/parties/party-service.ts';
import { sendMessage } from '../../src/clearance/rooms/activity-service.ts';
import { editRoom, openRoom, removeRoom, setRoomStatus } from '../../src/clearance/rooms/room-service.ts';
import {
  addVessel,
  editVessel,
  removeVessel,
  type VesselInput,
} from '../../src/clearance/rooms/vessel-service.ts';
import { findRoomRole } from '../../src/clearance/state/room-access-store.ts';
import { captureState, freezeState, loadState } from '../../src/clearance/state/room-state-store.ts';
import { lastDayNeeded } from '../../src/clearance/verdict/verdict.ts';
import { DOCUMENT_FIELDS } from '../../src/clearance/vocabulary/document-fields.ts';
import { initialValues } from '../../src/clearance/vocabulary/field.ts';
import { ROOM_FIELDS } from '../../src/clearance/vocabulary/room-fields.ts';
import { VESSEL_FIELDS } from '../../src/clearance/vocabulary/vessel-fields.ts';
import type { RoomActor } from '../../src/people/permissions/actor.ts';
import { readAudit } from '../../src/platform/audit/audit-log.ts';
import { verifyAudit } from '../../src/platform/audit/audit-verification.ts';
import { claimBlob } from '../../src/platform/blobs/blob-ledger-store.ts';
import type { Database, Transaction } from '../../src/platform/db/database.ts';
import { canonicalJson } from '../../src/platform/kernel/canonical-json.ts';
import { newId } from '../../src/platform/kernel/ids.ts';
import { test as dataTest } from '../support/data-test.ts';

const AT = new Date('2026-11-23T10:00:00.000Z');
const PERSON = { userId: newId(), email: 'ana@broker.example', name: 'Ana', role: 'broker' } as const;

const OPEN = { includeCommercial: false };
const change = <T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  database.transaction(work);
const capture = async (database: Database, ana: RoomActor, at = AT) =>
  captureState(database.query, ana.roomId, at, OPEN);
const freeze = (database: Database, ana: RoomActor, at = AT) =>
  change(database, (tx) => freezeState(tx, ana.roomId, at, OPEN));

const FACTS = {
  ...initialValues(ROOM_FIELDS),
  title: 'Room under test',
  location: 'Off Kalamata',
  sts_eta: new Date('2026-12-01T18:00:00Z'),
  time_zone: 'Europe/Athens',
  expected_duration_hours: 30,
};
const VESSEL: VesselInput = {
  ...initialValues(VESSEL_FIELDS),
  ...{ name: 'Aegean Pearl', vessel_type: 'Suezmax', flag: 'Greece', imo: '9312042' },
  ...{ operation_role: 'discharging', length: 274.2, built_year: 2012 },
};
const DOCUMENT: Parameters<typeof addDocument>[2] = {
  ...initialValues(DOCUMENT_FIELDS),
  ...{ typeCode: 'clc', status: 'under_review' },
};
const FILE = { name: 'clc.pdf', type: 'application/pdf', size: 3, sha256: 'a'.repeat(64), mismatch: null };

/** The broker of a new room. */
const test = dataTest.extend('ana', async ({ database }): Promise<RoomActor> => {
  const facts = { ...FACTS, requiredDocuments: false };
  const room = await change(database, (tx) => openRoom(tx, PERSON, facts, AT));
  return { ...PERSON, roomId: room.id, roomRole: 'broker' };
});

test('the demonstration has a room for each state of affairs', async ({ database, ana }) => {
  const rooms = await database.query.selectFrom('rooms').select('id').where('id', '!=', ana.roomId).execute();
  const states = await Promise.all(
    rooms.map(async ({ id }) => (await captureState(database.query, id, new Date(), OPEN)).state),
  );
  const named = (word: string) => states.find(({ room }) => room.title.includes(word));
  expect(named('Kalamata')?.verdict).toMatchObject({ outcome: 'cleared', reasons: [] });
  const codes = named('Fujairah')?.verdict.reasons.map(({ code }) => code) ?? [];
  expect(new Set(codes)).toEqual(
    new Set([
      ...[
        'vessels_incompatible',
        'document_missing',
        'document_rejected',
        'document_expired',
        'document_expires_during_operation',
      ],
      ...['document_under_review', 'approval_pending'],
    ]),
  );
  const judged = (word: string) => {
    const { outcome, reasons = [] } = named(word)?.verdict ?? {};
    return [outcome, ...reasons.map(({ code }) => code)];
  };
  expect(judged('Skaw')).toEqual(['pending', 'approval_lapsed', 'approval_lapsed', 'approval_lapsed']);
  expect(judged('Ceuta')).toEqual(['not_cleared', 'document_missing', 'exception']);
  expect(judged('Hurd Bank')).toEqual([
    'cleared_with_subjects',
    'approval_subject_open',
    'approval_subject_open',
  ]);
  expect(judged('lightering')).toContain('exception');
  const large = named('lightering');
  expect(large?.documents).toHaveLength(300);
  expect(large?.activity).toHaveLength(3000);
  expect(large?.revision).toBe(3000);
  expect(large?.parties.map(({ role }) => role)).not.toContain('seller');
  const text = JSON.stringify(states);
  for (const script of ['Latin', 'Greek', 'Cyrillic', 'Arabic', 'Han']) {
    expect(text).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
  }
});

describe('the state of a room', () => {
  test('is the same however often it is read', async ({ database, ana }) => {
    await change(database, (tx) => addVessel(tx, ana, VESSEL, AT));
    await change(database, (tx) => addDocument(tx, ana, DOCUMENT, AT));
    const [first, second] = [await capture(database, ana), await capture(database, ana)];
    expect(canonicalJson(first.state)).toBe(canonicalJson(second.state));
    expect(first.state).toMatchObject({
      format: 1,
      revision: 3,
      room: { title: FACTS.title, sts_eta: '2026-12-01T18:00:00.000Z', created_at: AT.toISOString() },
      parties: [{ email: PERSON.email, role: 'broker' }],
      vessels: [{ name: 'Aegean Pearl', length: 274.2, beam: null }],
      documents: [{ type_code: 'clc', required: true, status: 'under_review', uploaded_at: null }],
      approvals: [{ party_name: 'Ana', status: 'pending', requested_at: AT.toISOString() }],
    });
    expect(first.state.activity.map(({ action }) => action).sort()).toEqual([
      'document_created',
      'room_created',
      'vessel_created',
    ]);
  });

  test('freezes once for each revision, and anew after each change', async ({ database, ana }) => {
    const first = await freeze(database, ana);
    expect(await freeze(database, ana, new Date(AT.getTime() + 1000))).toEqual(first);
    await change(database, (tx) => sendMessage(tx, ana, 'Καλημέρα, 早上好', AT));
    const second = await freeze(database, ana);
    expect(second.revision).toBe(first.revision + 1);
    expect(second.hash).not.toBe(first.hash);
    expect(await loadState(database.query, second.hash)).toEqual((await capture(database, ana)).state);
    expect((await loadState(database.query, first.hash)).revision).toBe(first.revision);
  });

  test('is never rendered from once it was tampered with', async ({ database, ana }) => {
    const { hash } = await freeze(database, ana);
    await sql`update room_states set content = replace(content, 'Kalamata', 'Piraeus') where hash = ${hash}`.execute(
      database.query,
    );
    await expect(loadState(database.query, hash)).rejects.toMatchObject({ code: 'state_corrupted' });
  });

  test('has each kind of change in it, and each moves the revision by one, with activity and audit', async ({
    database,
    ana,
  }) => {
    const ids = await everyKindOfChange(ana, async (kind, work) => {
      const before = await capture(database, ana);
      const result = await change(database, work);
      const after = await capture(database, ana);
      expect(after.state.revision, kind).toBe(before.state.revision + 1);
      expect(after.state.activity.length, kind).toBe(before.state.activity.length + 1);
      const strip = ({ revision: _, activity: __, ...rest }: typeof after.state) => ({
        ...rest,
        room: { ...rest.room, updated_at: '' },
      });
      if (kind !== 'message')
        expect(canonicalJson(strip(after.state)), kind).not.toBe(canonicalJson(strip(before.state)));
      return result;
    });
    expect(ids).toBeGreaterThan(15);
    const entries = await readAudit(database.query, { roomId: ana.roomId });
    const { state } = await capture(database, ana);
    // The change of a document type is not audited as one of this room.
    expect(entries.length + 1).toBe(state.revision);
    expect(await verifyAudit(database.query)).toMatchObject({ intact: true });
  });

  test('shows a message in nothing but the activity', async ({ database, ana }) => {
    const later = new Date(AT.getTime() + 60_000);
    const before = (await capture(database, ana)).state;
    await change(database, (tx) => sendMessage(tx, ana, 'Fenders are rigged.', later));
    const after = (await capture(database, ana)).state;
    expect({ ...after, activity: [], revision: 0 }).toEqual({ ...before, activity: [], revision: 0 });
    expect(after.activity.at(-1)).toMatchObject({ summary: 'Fenders are rigged.', at: later.toISOString() });
  });

  test('has a bound, and messages reach theirs first', async ({ database, ana }) => {
    const fill = (revision: number) =>
      database.query.updateTable('rooms').set({ revision }).where('id', '=', ana.roomId).execute();
    const say = () => change(database, (tx) => sendMessage(tx, ana, 'Hello?', AT));
    await fill(90_000);
    await expect(say()).rejects.toMatchObject({ kind: 'conflict', code: 'room_full' });
    await change(database, (tx) => addVessel(tx, ana, VESSEL, AT));
    await fill(100_000);
    await expect(change(database, (tx) => addVessel(tx, ana, VESSEL, AT))).rejects.toMatchObject({
      code: 'room_full',
    });
    expect((await capture(database, ana)).state.vessels).toHaveLength(1);
  });

  test('does not move when nothing really changed', async ({ database, ana }) => {
    const vessel = await change(database, (tx) => addVessel(tx, ana, VESSEL, AT));
    const before = await freeze(database, ana);
    await change(database, (tx) =>
      editVessel(tx, ana, { vesselId: vessel.id, name: VESSEL.name, beam: null }, AT),
    );
    await change(database, (tx) =>
      editRoom(tx, ana, { title: FACTS.title, sts_eta: new Date(FACTS.sts_eta) }, AT),
    );
    expect(await freeze(database, ana)).toEqual(before);
  });

  test('undoes nothing by halves', async ({ database, ana }) => {
    const before = await capture(database, ana);
    const failing = change(database, async (tx) => {
      await addVessel(tx, ana, VESSEL, AT);
      throw new Error('later');
    });
    await expect(failing).rejects.toThrow('later');
    expect(await capture(database, ana)).toEqual(before);
  });
});

/** Does one of each change through `step`; returns how many there were. */
async function everyKindOfChange(
  ana: RoomActor,
  step: <T>(kind: string, work: (tx: Transaction) => Promise<T>) => Promise<T>,
): Promise<number> {
  let count = 0;
  const next = <T>(kind: string, work: (tx: Transaction) => Promise<T>) => {
    count += 1;
    return step(kind, work);
  };
  await next('room', (tx) => editRoom(tx, ana, { sts_eta: new Date('2026-12-02T00:00:00Z') }, AT));
  await next('status', (tx) => setRoomStatus(tx, ana, { status: 'ready', override: 'Agreed.' }, AT));
  const other = { role: 'charterer', name: 'Борис', email: 'boris@x.example', company: null } as const;
  const party = await next('party', (tx) => addParty(tx, ana, other, AT));
  await next('party edit', (tx) => editParty(tx, ana, { partyId: party.id, company: 'ООО' }, AT));
  const vessel = await next('vessel', (tx) => addVessel(tx, ana, VESSEL, AT));
  await next('vessel edit', (tx) => editVessel(tx, ana, { vesselId: vessel.id, draft: 16.9 }, AT));
  const ask = { partyId: party.id, vesselId: vessel.id };
  const approval = await next('ask', (tx) => askForApproval(tx, ana, ask, AT));
  const boris = { ...ana, email: other.email };
  const decision = { approvalId: approval.id, status: 'approved', note: 'Согласен' } as const;
  await next('approve', (tx) => decideApproval(tx, boris, decision, AT));
  await next('revoke', (tx) => revokeApproval(tx, ana, { approvalId: approval.id }, AT));
  const document = await next('document', (tx) =>
    addDocument(tx, ana, { ...DOCUMENT, vessel_id: vessel.id }, AT),
  );
  const documentId = document.id;
  await next('document edit', (tx) => editDocument(tx, ana, { documentId, expires_on: '2027-02-20' }, AT));
  await next('upload', async (tx) => {
    await claimBlob(tx, FILE.sha256, 0);
    return attachFile(tx, ana, { documentId, file: FILE, facts: {} }, AT);
  });
  await next('review', (tx) =>
    reviewDocument(tx, ana, { documentId, decision: 'rejected', note: 'Blurred' }, AT),
  );
  await next('type', (tx) => editDocumentType(tx, PERSON, { code: 'clc', name: `CLC ${newId()}` }, AT));
  await next('detach', (tx) => detachFile(tx, ana, documentId, AT));
  await next('remove vessel', (tx) =>
    removeVessel(tx, ana, { vesselId: vessel.id, documents: 'superseded' }, AT),
  );
  await next('remove document', (tx) => removeDocument(tx, ana, { documentId, reason: 'Sold' }, AT));
  await next('remove party', (tx) => removeParty(tx, ana, { partyId: party.id, reason: 'Sold' }, AT));
  await next('message', (tx) => sendMessage(tx, ana, 'All gone', AT));
  return count;
}

describe('the calendar', () => {
  const list = (
    database: Database,
    ana: RoomActor,
    expires_on: string,
    status: 'under_review' | 'missing' = 'under_review',
  ) => change(database, (tx) => addDocument(tx, ana, { ...DOCUMENT, status, expires_on }, AT));

  test('turns a document expired at the midnight after its last day, without any change', async ({
    database,
    ana,
  }) => {
    await list(database, ana, '2026-11-25');
    await list(database, ana, '2026-11-24');
    await list(database, ana, '2026-11-23', 'missing');
    const now = await capture(database, ana);
    expect(now.validUntil).toEqual(new Date('2026-11-25T00:00:00Z'));
    expect(now.state.documents.map(({ status }) => status).sort()).toEqual([
      'missing',
      'under_review',
      'under_review',
    ]);
    const frozen = await freeze(database, ana);
    const lastMoment = new Date('2026-11-24T23:59:59.999Z');
    const midnight = new Date('2026-11-25T00:00:00.000Z');
    expect(await freeze(database, ana, lastMoment)).toEqual(frozen);
    const later = await freeze(database, ana, midnight);
    expect(later.revision).toBe(frozen.revision);
    expect(later.hash).not.toBe(frozen.hash);
    const expired = await capture(database, ana, midnight);
    expect(expired.validUntil).toEqual(new Date('2026-11-26T00:00:00Z'));
    expect(expired.state.verdict.reasons.filter(({ code }) => code === 'document_expired')).toHaveLength(1);
    expect((await capture(database, ana, new Date('2026-11-26T00:00:00Z'))).validUntil).toBeNull();
  });

  test('counts whole days from the last day on which the operation needs a document', async ({
    database,
    ana,
  }) => {
    const { state: empty } = await capture(database, ana);
    expect(lastDayNeeded(empty.room)).toBe('2026-12-06');
    await list(database, ana, '2026-12-05');
    await list(database, ana, '2027-01-01');
    const { state } = await capture(database, ana);
    expect(state.documents.map(({ days_to_spare }) => days_to_spare).sort()).toEqual([-1, 26]);
    expect(state.verdict.reasons.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('expires on 2026-12-05, 1 day short of 2026-12-06'),
    );
  });
});

describe('access', () => {
  const roleOf = (database: Database, email: string, role: RoomActor['role'], roomId: string) =>
    findRoomRole(database.query, roomId, { email, role });

  test('follows the party in the room, not the account', async ({ database, ana }) => {
    expect(await roleOf(database, PERSON.email, 'viewer', ana.roomId)).toBe('broker');
    expect(await roleOf(database, 'someone@else.example', 'broker', ana.roomId)).toBeUndefined();
    expect(await roleOf(database, 'someone@else.example', 'admin', ana.roomId)).toBe('admin');
  });

  test.for([newId(), 'nothing', '', "' or 1=1 --"])(
    'to %j is there for nobody',
    async (roomId, { database }) => {
      expect(await roleOf(database, PERSON.email, 'broker', roomId)).toBeUndefined();
      expect(await roleOf(database, PERSON.email, 'admin', roomId)).toBeUndefined();
    },
  );
});

test('changes that arrive together are made one after the other', async ({ database, ana }) => {
  const before = await capture(database, ana);
  const texts = Array.from({ length: 20 }, (_, n) => `Message ${n}`);
  await Promise.all([
    ...texts.map((text) => change(database, (tx) => sendMessage(tx, ana, text, AT))),
    ...texts.map(() => freeze(database, ana)),
  ]);
  const { state } = await capture(database, ana);
  expect(state.revision).toBe(before.state.revision + texts.length);
  expect(state.activity.filter(({ action }) => action === 'message_sent')).toHaveLength(texts.length);
  expect(await verifyAudit(database.query)).toMatchObject({ intact: true });
});

test('types and documents that change together wait for each other without harm', async ({
  database,
  ana,
}) => {
  await change(database, (tx) => addDocument(tx, ana, DOCUMENT, AT));
  await Promise.all(
    Array.from({ length: 10 }, (_, n) => [
      change(database, (tx) => addDocument(tx, ana, DOCUMENT, AT)),
      change(database, (tx) =>
        editDocumentType(tx, PERSON, { code: 'clc', name: `CLC, version ${n} ${newId()}` }, AT),
      ),
    ]).flat(),
  );
  const { state } = await capture(database, ana);
  expect(state.documents).toHaveLength(11);
  expect(new Set(state.documents.map(({ type_name }) => type_name)).size).toBe(1);
  expect(state.revision).toBe(state.activity.length);
});

test('a room goes with all that is in it, and its audit stays', async ({ database, ana }) => {
  await freeze(database, ana);
  await change(database, (tx) => removeRoom(tx, { ...ana, roomRole: 'admin' }, AT));
  await expect(capture(database, ana)).rejects.toMatchObject({ code: 'room_not_found' });
  const entries = await readAudit(database.query, { roomId: ana.roomId });
  expect(entries.map(({ action }) => action)).toEqual(['room_created', 'room_deleted']);
});

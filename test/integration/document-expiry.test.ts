import fc from 'fast-check';
import { expect } from 'vitest';
import { insertItems } from '../../src/clearance/state/room-item-store.ts';
import { captureState } from '../../src/clearance/state/room-state-store.ts';
import { DOCUMENT_STATUSES, type DocumentStatus } from '../../src/clearance/vocabulary/room-words.ts';
import { newId } from '../../src/platform/kernel/ids.ts';
import { createTextSetter } from '../../src/records/rendering/fonts/printable-text.ts';
import { documentSection } from '../../src/records/rendering/report/document-section.ts';
import type { Client } from '../support/client.ts';
import { openRoom } from '../support/rooms.ts';
import type { TestServer } from '../support/server.ts';
import { test as serverTest } from '../support/server-test.ts';

// One rule of expiry decides in eight places. Whatever the documents are, all of them say the same.

const NOW = new Date('2027-02-01T12:00:00Z');
const TODAY = '2027-02-01';
/** Ends on 2027-03-02 at 08:00 UTC, and certificates outlive that by seven days. */
const PLAN = { sts_eta: '2027-03-01T08:00:00Z', expected_duration_hours: 24, expiry_margin_days: 7 };
const NEEDED = '2027-03-09';
const DAYS = ['2026-12-31', '2027-01-31', TODAY, '2027-02-02', '2027-03-08', NEEDED, '2027-03-10', null];

interface Dated {
  status: DocumentStatus;
  expires_on: string | null;
}

const test = serverTest
  .extend('serverOptions', { scope: 'file' }, { clock: () => NOW })
  .extend('typeId', { scope: 'file' }, async ({ broker }): Promise<string> => {
    return (await broker.get('/document-types')).body.items[0].id;
  });

const RELIED_ON: readonly DocumentStatus[] = ['under_review', 'approved', 'expired'];
const OPEN: readonly DocumentStatus[] = ['missing', 'rejected', 'expired', 'under_review'];
const ends = ({ status, expires_on }: Dated, day: string): boolean =>
  RELIED_ON.includes(status) && expires_on !== null && expires_on < day;
const statusToday = (document: Dated): DocumentStatus =>
  ends(document, TODAY) ? 'expired' : document.status;

/** A room with these documents, as its state, the API and the report show it. */
async function look(server: TestServer, broker: Client, typeId: string, documents: readonly Dated[]) {
  const { database } = server.roomshot;
  const title = newId();
  const { id: roomId, path } = await openRoom(broker, { ...PLAN, title });
  const rows = documents.map((document) => ({
    ...{ id: newId(), room_id: roomId, type_id: typeId, vessel_id: null, priority: 'normal', notes: null },
    ...{ critical_path: false, file_name: null, file_type: null, file_size: null, file_sha256: null },
    ...{ uploaded_by: null, uploaded_at: null, reviewed_by: null, reviewed_at: null },
    ...{ ...document, created_at: NOW, updated_at: NOW },
  }));
  await database.transaction((tx) => insertItems(tx, 'documents', rows));
  const { state, validUntil } = await captureState(database.query, roomId, NOW, {
    includeCommercial: false,
  });
  const listed = (await broker.get(`/rooms?q=${title}`)).body.items[0];
  const found = (query: string) => broker.get(`${path}/documents?${query}`);
  const report = documentSection(state.documents, NEEDED, createTextSetter());
  const idsOf = (items: { id: string }[]) => items.map(({ id }) => id).sort();
  return {
    state,
    validUntil,
    path,
    open: listed.documents_open,
    shown: (await found('')).body.items as (Dated & { id: string; expires_early: boolean })[],
    early: idsOf((await found('expires_early=true')).body.items),
    marked: report.groups.flatMap(({ rows }) => rows).map(({ isShort }) => isShort),
    idsOf,
    wanted: new Map(rows.map(({ id }, index) => [id, documents[index] as Dated])),
  };
}

const DOCUMENT: fc.Arbitrary<Dated> = fc.record({
  status: fc.constantFrom(...DOCUMENT_STATUSES),
  expires_on: fc.constantFrom(...DAYS),
});

async function expectAgreement(
  server: TestServer,
  broker: Client,
  typeId: string,
  documents: readonly Dated[],
): Promise<void> {
  const { state, validUntil, path, open, shown, early, marked, idsOf, wanted } = await look(
    server,
    broker,
    typeId,
    documents,
  );
  const given = (id: string): Dated => wanted.get(id) as Dated;
  const codesOf = (id: string) =>
    state.verdict.reasons.filter(({ document_id }) => document_id === id).map(({ code }) => code);

  for (const [index, { id, status }] of state.documents.entries()) {
    const document = given(id);
    expect(status).toBe(statusToday(document));
    expect(codesOf(id).includes('document_expired')).toBe(status === 'expired');
    expect(codesOf(id).includes('document_expires_during_operation')).toBe(
      status !== 'expired' && ends(document, NEEDED),
    );
    expect(marked[index]).toBe(ends(document, NEEDED));
  }
  expect(shown.map(({ id, status, expires_early }) => [id, status, expires_early])).toEqual(
    state.documents.map(({ id, status }) => [id, status, ends(given(id), NEEDED)]),
  );
  expect(early).toEqual(idsOf(shown.filter(({ id }) => ends(given(id), NEEDED))));
  expect(open).toBe(documents.filter((one) => OPEN.includes(statusToday(one))).length);
  const midnights = documents
    .filter((one) => ['under_review', 'approved'].includes(statusToday(one)) && one.expires_on !== null)
    .map(({ expires_on }) => Date.parse(`${expires_on}T24:00:00Z`));
  expect(validUntil?.getTime() ?? null).toBe(midnights.length === 0 ? null : Math.min(...midnights));
  for (const { id, status, expires_on } of shown) {
    const { status: answer } = await broker.post(`${path}/documents/${id}/approve`);
    const isOver = status === 'expired' && (expires_on === null || expires_on < TODAY);
    expect(answer).toBe(status === 'missing' || isOver ? 409 : 200);
  }
}

test('state, list, verdict, search, report, review, API and the next midnight agree on every combination', ({
  server,
  broker,
  typeId,
}) =>
  expectAgreement(
    server,
    broker,
    typeId,
    DOCUMENT_STATUSES.flatMap((status) => DAYS.map((expires_on) => ({ status, expires_on }))),
  ));

test('and in any room', ({ server, broker, typeId }) =>
  fc.assert(
    fc.asyncProperty(fc.array(DOCUMENT, { maxLength: 6 }), (documents) =>
      expectAgreement(server, broker, typeId, documents),
    ),
    { numRuns: 12 },
  ));

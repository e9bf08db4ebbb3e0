import fc from 'fast-check';
import { expect } from 'vitest';
import { requireType } from '../../src/clearance/documents/requirement-store.ts';
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
// The type is judged by nothing else: it needs no file, and belongs to the operation.

const NOW = new Date('2027-02-01T12:00:00Z');
const TODAY = '2027-02-01';
/** Ends on 2027-03-02 at 08:00 UTC, and certificates outlive that by seven days. */
const PLAN = { sts_eta: '2027-03-01T08:00:00Z', expected_duration_hours: 24, expiry_margin_days: 7 };
const NEEDED = '2027-03-09';
const DAYS = ['2026-12-31', '2027-01-31', TODAY, '2027-02-02', '2027-03-08', NEEDED, '2027-03-10', null];
const MAX_AGE_DAYS = 40;
/** Valid until the day before today, until the day before `NEEDED`, and beyond it. */
const ISSUED = ['2026-12-22', '2027-01-27', '2027-01-28', null];
const TYPE = {
  ...{ code: 'agreed', name: 'Agreed', category: 'general', required: true, criticality: 'high' },
  ...{ applies_to: 'operation', due_stage: null, expires: false, needs_file: false },
  max_age_days: MAX_AGE_DAYS,
};

interface Dated {
  status: DocumentStatus;
  expires_on: string | null;
  issued_on: string | null;
}

const test = serverTest
  .extend('serverOptions', { scope: 'file' }, { clock: () => NOW })
  .extend('typeId', { scope: 'file' }, async ({ admin }): Promise<string> => {
    const { status, body } = await admin.post('/document-types', TYPE);
    expect(status, JSON.stringify(body)).toBe(201);
    return body.id;
  });

const RELIED_ON: readonly DocumentStatus[] = ['under_review', 'approved', 'expired'];
const OPEN: readonly DocumentStatus[] = ['missing', 'rejected', 'expired', 'under_review'];
const DAY_MS = 86_400_000;
/** The earlier of the day of expiry and the day on which the document is too old. */
function lastDay({ expires_on, issued_on }: Dated): string | null {
  const aged =
    issued_on && new Date(Date.parse(issued_on) + MAX_AGE_DAYS * DAY_MS).toISOString().slice(0, 10);
  return [expires_on, aged].filter((day) => day !== null).toSorted()[0] ?? null;
}
const ends = (document: Dated, day: string): boolean => {
  const last = lastDay(document);
  return RELIED_ON.includes(document.status) && last !== null && last < day;
};
const statusToday = (document: Dated): DocumentStatus =>
  ends(document, TODAY) ? 'expired' : document.status;

/** A room with these documents, as its state, the API and the report show it. */
async function look(server: TestServer, broker: Client, typeId: string, documents: readonly Dated[]) {
  const { database } = server.roomshot;
  const title = newId();
  const { id: roomId, path } = await openRoom(broker, { ...PLAN, title });
  const rows = documents.map((document) => ({
    ...{ id: newId(), room_id: roomId, type_id: typeId, vessel_id: null, priority: 'normal', notes: null },
    ...{
      critical_path: false,
      version: 0,
      no_expiry_stated: false,
      file_name: null,
      file_type: null,
      file_size: null,
      file_sha256: null,
    },
    ...{ uploaded_by: null, uploaded_at: null, reviewed_by: null, reviewed_at: null },
    ...{ ...document, created_at: NOW, updated_at: NOW },
  }));
  await database.transaction(async (tx) => {
    await requireType(tx, roomId, typeId, NOW);
    await insertItems(tx, 'documents', rows);
  });
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
  issued_on: fc.constantFrom(...ISSUED),
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
    .filter((one) => ['under_review', 'approved'].includes(statusToday(one)) && lastDay(one) !== null)
    .map((one) => Date.parse(`${lastDay(one)}T24:00:00Z`));
  expect(validUntil?.getTime() ?? null).toBe(midnights.length === 0 ? null : Math.min(...midnights));
  for (const { id, status } of shown) {
    const { status: answer } = await broker.post(`${path}/documents/${id}/approve`);
    const { issued_on, ...document } = given(id);
    const last = lastDay({ ...document, issued_on });
    const isOver = status === 'expired' && (last === null || last < TODAY);
    const isImpossible =
      issued_on !== null && document.expires_on !== null && issued_on > document.expires_on;
    expect(answer).toBe(status === 'missing' || isOver || issued_on === null || isImpossible ? 409 : 200);
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
    DOCUMENT_STATUSES.flatMap((status) => [
      ...DAYS.map((expires_on) => ({ status, expires_on, issued_on: '2027-01-28' })),
      ...ISSUED.map((issued_on) => ({ status, expires_on: null, issued_on })),
    ]),
  ));

test('and in any room', ({ server, broker, typeId }) =>
  fc.assert(
    fc.asyncProperty(fc.array(DOCUMENT, { maxLength: 6 }), (documents) =>
      expectAgreement(server, broker, typeId, documents),
    ),
    { numRuns: 12 },
  ));

import { expect } from 'vitest';
import type { Client } from '../support/client.ts';
import { openRoom } from '../support/rooms.ts';
import { test as serverTest } from '../support/server-test.ts';

/** Ends on 2027-03-02 at 08:00 UTC; certificates are needed until the 9th. */
const PLAN = { sts_eta: '2027-03-01T08:00:00Z', expected_duration_hours: 24, expiry_margin_days: 7 };

const test = serverTest
  .extend('serverOptions', { scope: 'file' }, { clock: () => new Date('2027-02-01T12:00:00Z') })
  .extend('types', { scope: 'file' }, async ({ broker }): Promise<DocumentType[]> => {
    return (await broker.get('/document-types')).body.items;
  })
  .extend('path', { scope: 'file' }, async ({ broker, types }) => {
    const { path } = await openRoom(broker, PLAN);
    const days = ['2027-01-31', '2027-03-08', '2027-03-09', null];
    const listed = days.map((expires_on, index) => ({
      ...{ type_code: types[index]?.code, status: 'under_review', expires_on, notes: `Note no.${index} 50%` },
    }));
    const waived = {
      ...{ type_code: types[4]?.code, status: 'waived', expires_on: '2027-03-08', reason: 'Not asked for.' },
    };
    for (const document of [...listed, waived]) {
      expect((await broker.post(`${path}/documents`, document)).status).toBe(201);
    }
    return path;
  });

interface DocumentType {
  code: string;
  category: string;
  criticality: string;
}

type Found = { type_code: string; category: string; criticality: string };
const find = async (broker: Client, path: string, query: string): Promise<Found[]> => {
  const { status, body } = await broker.get(`${path}/documents?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items;
};
const codes = (found: Found[]) => found.map(({ type_code }) => type_code).sort();
const expected = (types: DocumentType[], ...indices: number[]) =>
  indices.map((index) => types[index]?.code).sort();

test('documents are found by the status that they have today', async ({ broker, path, types }) => {
  expect(codes(await find(broker, path, 'status=expired'))).toEqual(expected(types, 0));
  expect(codes(await find(broker, path, 'status=under_review'))).toEqual(expected(types, 1, 2, 3));
});

test.for(['category', 'criticality'] as const)(
  'documents are found by %s',
  async (field, { broker, path }) => {
    const all = await find(broker, path, '');
    for (const word of new Set(all.map((document) => document[field])))
      expect(await find(broker, path, `${field}=${word}`)).toEqual(
        all.filter((document) => document[field] === word),
      );
  },
);

test('documents are found by a text, taken as it is', async ({ broker, path, types }) => {
  expect(codes(await find(broker, path, 'q=50%25%20nOTE%20NO.2'))).toEqual(expected(types, 2));
  expect(codes(await find(broker, path, 'q=50%25'))).toEqual(expected(types, 0, 1, 2, 3));
  expect(await find(broker, path, 'q=no_2')).toEqual([]);
  expect(codes(await find(broker, path, `q=${types[4]?.code}`))).toContain(types[4]?.code);
});

test('documents are found that expire before the operation can do without them', async ({
  broker,
  path,
  types,
}) => {
  expect(codes(await find(broker, path, 'expires_early=true'))).toEqual(expected(types, 0, 1));
  expect(codes(await find(broker, path, 'expires_early=false'))).toEqual(expected(types, 2, 3, 4));
  expect(codes(await find(broker, path, 'expires_early=true&status=under_review'))).toEqual(
    expected(types, 1),
  );
});

test('what narrows nothing is refused', async ({ broker, path }) => {
  for (const query of ['status=lost', 'category=', 'expires_early=perhaps', 'colour=red'])
    expect((await broker.get(`${path}/documents?${query}`)).body.code, query).toBe('invalid_request');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { openRoom } from '../support/rooms.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let broker: Client;
let path: string;
let types: { code: string; category: string; criticality: string }[];

/** Ends on 2027-03-02 at 08:00 UTC; certificates are needed until the 9th. */
const PLAN = { sts_eta: '2027-03-01T08:00:00Z', expected_duration_hours: 24, expiry_margin_days: 7 };

beforeAll(async () => {
  server = await startTestServer({ clock: () => new Date('2027-02-01T12:00:00Z') });
  broker = await server.as('broker');
  ({ path } = await openRoom(broker, PLAN));
  types = (await broker.get('/document-types')).body.items;
  const days = ['2027-01-31', '2027-03-08', '2027-03-09', null];
  for (const [index, expires_on] of days.entries()) {
    const listed = {
      type_code: types[index]?.code,
      status: 'approved',
      expires_on,
      notes: `Note ${index} 50%`,
    };
    expect((await broker.post(`${path}/documents`, listed)).status).toBe(201);
  }
  await broker.post(`${path}/documents`, {
    type_code: types[4]?.code,
    status: 'waived',
    expires_on: '2027-03-08',
  });
});
afterAll(() => server[Symbol.asyncDispose]());

type Found = { type_code: string; category: string; criticality: string };
const find = async (query: string): Promise<Found[]> => {
  const { status, body } = await broker.get(`${path}/documents?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items;
};
const codes = (found: Found[]) => found.map(({ type_code }) => type_code).sort();
const expected = (...indices: number[]) => indices.map((index) => types[index]?.code).sort();

test('documents are found by the status that they have today', async () => {
  expect(codes(await find('status=expired'))).toEqual(expected(0));
  expect(codes(await find('status=approved'))).toEqual(expected(1, 2, 3));
});

test.each(['category', 'criticality'] as const)('documents are found by %s', async (field) => {
  const all = await find('');
  for (const word of new Set(all.map((document) => document[field])))
    expect(await find(`${field}=${word}`)).toEqual(all.filter((document) => document[field] === word));
});

test('documents are found by a text, taken as it is', async () => {
  expect(codes(await find('q=nOTE%202'))).toEqual(expected(2));
  expect(codes(await find('q=50%25'))).toEqual(expected(0, 1, 2, 3));
  expect(await find('q=note_2')).toEqual([]);
  expect(codes(await find(`q=${types[4]?.code}`))).toContain(types[4]?.code);
});

test('documents are found that expire before the operation can do without them', async () => {
  expect(codes(await find('expires_early=true'))).toEqual(expected(0, 1));
  expect(codes(await find('expires_early=false'))).toEqual(expected(2, 3, 4));
  expect(codes(await find('expires_early=true&status=approved'))).toEqual(expected(1));
});

test('what narrows nothing is refused', async () => {
  for (const query of ['status=lost', 'category=', 'expires_early=perhaps', 'colour=red'])
    expect((await broker.get(`${path}/documents?${query}`)).body.code, query).toBe('invalid_request');
});

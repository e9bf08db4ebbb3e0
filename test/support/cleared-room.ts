import { expect } from 'vitest';
import type { Answer, Client } from './client.ts';
import { daysFromNow, fileDocument } from './evidence.ts';
import { join, type OpenedRoom, openRoom } from './rooms.ts';

/** What the room asks for: something of each ship with an age and with an expiry, and something of the operation. */
const TYPES = ['q88', 'clc', 'fender_certificates'];

export const SHIPS = [
  { name: 'Aegean Pearl', imo: '9312042', operation_role: 'discharging' },
  { name: 'Nordlys', imo: '9458717', operation_role: 'receiving' },
].map((ship) => ({ ...ship, vessel_type: 'Aframax', flag: 'Malta' }));

export interface ClearedRoom extends OpenedRoom {
  /** As they were listed, with their `path`. */
  documents: Answer['body'][];
  vessels: Answer['body'][];
}

interface Parties {
  broker: Client;
  owner: Client;
}

/** Opens a room whose owner uploads every document, whose broker approves them, and where both approve. */
export async function openClearedRoom({ broker, owner }: Parties, own: object = {}): Promise<ClearedRoom> {
  const eta = `${daysFromNow(10)}T08:00:00Z`;
  const cargo = { cargo_type: 'Crude oil', cargo_quantity: 90_000, cargo_unit: 't' };
  const room = await openRoom(broker, { sts_eta: eta, ...cargo, ...own });
  expect((await join(broker, room.path, 'owner')).status).toBe(201);
  for (const type_code of TYPES) {
    expect((await broker.post(`${room.path}/requirements`, { type_code })).status).toBe(201);
  }
  const vessels: Answer['body'][] = [];
  for (const ship of SHIPS) {
    const { status, body } = await broker.post(`${room.path}/vessels`, ship);
    expect(status, JSON.stringify(body)).toBe(201);
    vessels.push(body);
  }
  const documents = await listDocuments(broker, room.path);
  for (const { path } of documents) await fileDocument({ uploader: owner, reviewer: broker }, path);
  await approveAll({ broker, owner }, room.path);
  const { verdict } = (await broker.get(room.path)).body;
  expect(verdict).toMatchObject({ outcome: 'cleared', stage: 'run_in', reasons: [] });
  return { ...room, vessels, documents };
}

/** The documents of a room, with their paths. */
export async function listDocuments(client: Client, path: string): Promise<Answer['body'][]> {
  const { items } = (await client.get(`${path}/documents?limit=500`)).body;
  return items.map((item: { id: string }) => ({ ...item, path: `${path}/documents/${item.id}` }));
}

/** Gives every approval that is asked of the broker and the owner. */
export async function approveAll(parties: Parties, path: string): Promise<void> {
  const { items } = (await parties.broker.get(`${path}/approvals`)).body;
  for (const { id, party_role } of items) {
    const client = parties[party_role as keyof Parties];
    const { status, body } = await client.post(`${path}/approvals/${id}/approve`);
    expect(status, JSON.stringify(body)).toBe(200);
  }
}

/** The codes of the findings of a room, in their order. */
export async function codesOf(client: Client, path: string): Promise<string[]> {
  const { reasons } = (await client.get(path)).body.verdict;
  return reasons.map(({ code }: { code: string }) => code);
}

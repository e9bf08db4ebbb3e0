import { expect } from 'vitest';
import type { Client } from './client.ts';

/** The least that a room is made of. */
export const ROOM = {
  title: 'Aurora / Полярис',
  location: 'Off Ceuta',
  sts_eta: '2027-03-01T08:00:00+02:00',
};

export interface OpenedRoom {
  path: string;
  id: string;
}

/** Makes a room without documents, as its broker. */
export async function openRoom(broker: Client, own: object = {}): Promise<OpenedRoom> {
  const { status, body, headers } = await broker.post('/rooms', {
    ...ROOM,
    required_documents: false,
    ...own,
  });
  expect(status, JSON.stringify(body)).toBe(201);
  const path = `/rooms/${body.id}`;
  expect(headers.get('location')).toBe(`/api/v1${path}`);
  return { path, id: body.id };
}

/** Makes the demonstration account of a role a party of a room. */
export const join = (broker: Client, path: string, role: string) =>
  broker.post(`${path}/parties`, { role, name: `The ${role}`, email: `${role}@roomshot.example` });

/** The messages of a room, in alphabetical order. */
export async function messagesIn(client: Client, path: string): Promise<string[]> {
  const { items } = (await client.get(`${path}/activity?limit=100`)).body;
  const texts: string[] = items
    .filter(({ action }: { action: string }) => action === 'message_sent')
    .map(({ summary }: { summary: string }) => summary);
  return texts.sort();
}

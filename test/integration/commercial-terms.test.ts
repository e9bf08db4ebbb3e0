import { unzipSync } from 'fflate';
import { describe, expect } from 'vitest';
import { COMMERCIAL_TERMS } from '../../src/clearance/vocabulary/commercial-terms.ts';
import { ROOM_FIELDS } from '../../src/clearance/vocabulary/room-fields.ts';
import { rolesThatMay } from '../../src/people/permissions/policy.ts';
import { ROLES, ROOM_ROLES, type Role } from '../../src/people/permissions/roles.ts';
import type { Client } from '../support/client.ts';
import { readEvents } from '../support/event-reader.ts';
import { hasPdfTools, pdfText, runPdfTool } from '../support/pdf-tools.ts';
import { join } from '../support/rooms.ts';
import { test as serverTest } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

const READERS = rolesThatMay('commercial.view');
const TYPES = ['json', 'csv', 'pdf'] as const;
const TITLE = 'Zephyr and Boreas';

/** Two values for each term. Nothing else in the room contains their digits. */
const valuesOf = (step: 0 | 1) =>
  Object.fromEntries(
    COMMERCIAL_TERMS.map((name, index) => {
      const place = 2 * index + step;
      return [name, ROOM_FIELDS[name].max > 1e6 ? 7_391_846 + place : 73.91 + place];
    }),
  );
const [BEFORE, AFTER] = [valuesOf(0), valuesOf(1)];

interface Commercial {
  path: string;
  id: string;
  /** Snapshots with and without the terms, by type. */
  records: Record<'whole' | 'open', Record<string, string>>;
  /** Snapshots from before the last change of the terms. */
  earlier: Record<'whole' | 'open', string>;
}

/** A room with a party of each role, whose terms were stated and then changed. */
const test = serverTest.extend('commercial', { scope: 'file' }, async ({ broker }): Promise<Commercial> => {
  const facts = { location: 'Off Skaw', sts_eta: '2027-03-01T08:00:00Z', required_documents: false };
  const { id } = (await broker.post('/rooms', { ...facts, title: TITLE, ...BEFORE })).body;
  const path = `/rooms/${id}`;
  for (const role of ROOM_ROLES.filter((name) => name !== 'broker')) await join(broker, path, role);
  const take = async (body: object) => (await takeSnapshot(broker, id, body)).snapshot.id as string;
  const whole = await take({ snapshot_type: 'json', include_commercial: true });
  const open = await take({ snapshot_type: 'json' });
  await broker.patch(path, AFTER);
  const records: Commercial['records'] = { whole: {}, open: {} };
  for (const snapshot_type of TYPES) {
    records.whole[snapshot_type] = await take({ snapshot_type, include_commercial: true, compare_to: whole });
    // The changes since a record with the terms must not reveal them either.
    records.open[snapshot_type] = await take({ snapshot_type, compare_to: whole });
  }
  return { path, id, records, earlier: { whole, open } };
});

/** What a reader gets: all texts of an answer, or nothing, if it is refused. */
type Sight = { status: number; text: string };

const texts: Record<string, (bytes: Buffer) => string> = {
  json: (bytes) => bytes.toString(),
  csv: (bytes) =>
    Object.values(unzipSync(bytes))
      .map((file) => Buffer.from(file).toString())
      .join('\n'),
  // What the pages say, and the data that are attached.
  pdf: (bytes) =>
    pdfText(bytes) + runPdfTool('pdfdetach', bytes, ['-save', '1', '-o', '{out}', '{pdf}']).out(),
};

const see = async (client: Client, path: string): Promise<Sight> => {
  const { status, body } = await client.get(path);
  return { status, text: JSON.stringify(body) };
};
const seeRecord = (kind: 'whole' | 'open', type: string) => async (client: Client, room: Commercial) => {
  const { status, bytes } = await client.download(
    `${room.path}/snapshots/${room.records[kind][type]}/download`,
  );
  return { status, text: status === 200 ? (texts[type]?.(bytes) ?? '') : bytes.toString() };
};
const seeDifference = (kind: 'whole' | 'open') => (client: Client, room: Commercial) =>
  see(client, `${room.path}/snapshots/${room.earlier[kind]}/diff/${room.records[kind].json}`);

async function seeStream(client: Client, { path }: Commercial): Promise<Sight> {
  // A reader who comes back with the first event is sent all others.
  const answer = await client.open(`${path}/events`, { headers: { 'last-event-id': '1' } });
  const seen: unknown[] = [];
  for await (const event of readEvents(answer)) {
    seen.push(event);
    if (event.name === 'present') break;
  }
  expect(JSON.stringify(seen)).toContain('room_updated');
  return { status: answer.status, text: JSON.stringify(seen) };
}

interface Surface {
  read(client: Client, room: Commercial): Promise<Sight>;
  /** The roles that see the values here. */
  values: readonly Role[];
  /** The roles that get an answer at all. */
  answered: readonly Role[];
  /** Whether the names of the fields are absent too for those who do not see the values. */
  isNameless?: boolean;
  isPdf?: boolean;
}

const RECORDS = TYPES.flatMap((type): [string, Surface][] => [
  [
    `the ${type} record with commercial terms`,
    { read: seeRecord('whole', type), values: READERS, answered: READERS, isPdf: type === 'pdf' },
  ],
  [
    `the ${type} record without`,
    { read: seeRecord('open', type), values: [], answered: ROLES, isNameless: true, isPdf: type === 'pdf' },
  ],
]);

const SURFACES: Record<string, Surface> = {
  'the room': {
    read: (client, { path }) => see(client, path),
    values: READERS,
    answered: ROLES,
    isNameless: true,
  },
  'the list of rooms': {
    read: (client) => see(client, '/rooms?limit=100'),
    values: READERS,
    answered: ROLES,
    isNameless: true,
  },
  'the search': {
    read: (client) => see(client, `/rooms?q=${encodeURIComponent(TITLE)}`),
    values: READERS,
    answered: ROLES,
    isNameless: true,
  },
  'the live stream': { read: seeStream, values: [], answered: ROLES },
  'the activity': {
    read: (client, { path }) => see(client, `${path}/activity`),
    values: [],
    answered: ROLES,
  },
  'the audit trail': {
    read: (client, { id }) => see(client, `/activity?room_id=${id}&action=room_updated`),
    values: ['admin'],
    answered: ['admin'],
  },
  'the list of snapshots': {
    read: (client, { path }) => see(client, `${path}/snapshots`),
    values: [],
    answered: ROLES,
  },
  'the difference of records with commercial terms': {
    read: seeDifference('whole'),
    values: READERS,
    answered: READERS,
  },
  'the difference of records without': {
    read: seeDifference('open'),
    values: [],
    answered: ROLES,
    isNameless: true,
  },
  ...Object.fromEntries(RECORDS),
};

/** A value as it stands in data, and as it is printed for people. */
const forms = (value: number) => [String(value), value.toLocaleString('en')];

test('there are commercial terms, and roles that may not see them', () => {
  expect(COMMERCIAL_TERMS).toEqual([
    ...['cargo_value_usd', 'demurrage_rate_per_day', 'demurrage_rate_per_hour', 'commission_percent'],
  ]);
  expect(ROLES.filter((role) => !READERS.includes(role))).toEqual([
    ...['poac', 'sts_provider', 'seller', 'buyer', 'viewer'],
  ]);
});

describe.each(Object.entries(SURFACES))('%s', (_, surface) => {
  test.skipIf(surface.isPdf && !hasPdfTools('pdftotext', 'pdfdetach')).for(ROLES)(
    'shows the %s what that role may see',
    async (role, { server, commercial }) => {
      const { status, text } = await surface.read(await server.as(role), commercial);
      expect(status).toBe(surface.answered.includes(role) ? 200 : 403);
      for (const name of COMMERCIAL_TERMS) {
        const isShown = forms(AFTER[name] as number).some((form) => text.includes(form));
        expect(isShown, `${name} for the ${role}`).toBe(surface.values.includes(role));
        if (surface.values.includes(role)) continue;
        for (const form of forms(BEFORE[name] as number)) expect(text).not.toContain(form);
        if (!surface.isNameless) continue;
        expect(text).not.toContain(name);
        expect(text).not.toContain(ROOM_FIELDS[name].label);
      }
    },
  );
});

test('no search finds a room by its terms', async ({ server, commercial }) => {
  for (const role of ROLES) {
    const client = await server.as(role);
    for (const value of Object.values(AFTER)) {
      const { items } = (await client.get(`/rooms?q=${value}`)).body;
      expect(items.map(({ id }: { id: string }) => id)).not.toContain(commercial.id);
    }
  }
});

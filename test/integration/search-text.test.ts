import fc from 'fast-check';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { matchesTyped } from '../../src/platform/db/search-condition.ts';
import { matchesSearch } from '../../src/platform/kernel/search-text.ts';
import type { Client } from '../support/client.ts';
import { openRoom } from '../support/rooms.ts';
import { test } from '../support/server-test.ts';

// One rule decides in every search. The server, both engines and the browser find the same.

/** What was written, what a person types for it, and whether it is found. */
const CASES: readonly [written: string, typed: string, isFound: boolean][] = [
  ['IZMIR Trader', 'İzmir', true],
  ['İzmir', 'izmir', true],
  ['İZMİR', 'ızmır', true],
  ['ΑΙΓΑΙΟΣ', 'αιγαιος', true],
  ['Αιγαίος', 'ΑΙΓΑΙΟΣ', true],
  ['Sørensen', 'sorensen', true],
  ['Gdańsk', 'GDANSK', true],
  ['Łódź', 'lodz', true],
  ['Großer Belt', 'GROSSER', true],
  ['Grosser Belt', 'großer', true],
  ['Ærø', 'aero', true],
  ['Cafe\u0301', 'caf\u00e9', true],
  ['Caf\u00e9', 'cafe\u0301', true],
  ['Pearl of the Aegean', '  aegean   PEARL ', true],
  ['Aegean Pearl', 'aegean ruby', false],
  ['O’Brien', "o'brien", true],
  ['A “quoted” name', '"quoted"', true],
  ['C:\\certificates\\hull', 'certificates\\hull', true],
  ['50% of 2_000 (net)', '50%', true],
  ['500 of 2x000', '2_000', false],
  ['[a-z]+ .* ^$ {1} | /', '^$ .* {1} [a-z]+ | /', true],
  ['aegean', '.*', false],
  ['شَهَادَة', 'شهادة', true],
  ['أحمد', 'احمد', true],
  ['zero\u200bwidth', 'zerowidth', true],
  ['Ｆｕｌｌ', 'full', true],
  ['海安油轮', '油轮', true],
  ['हिन्दी', 'हन्द', false],
];

const onEngine = async (client: TestServerDatabase, written: string, typed: string): Promise<boolean> => {
  const { rows } = await sql<{ found: boolean }>`
    select ${matchesTyped(sql`${written}::text`, typed)} as found`.execute(client);
  return rows[0]?.found ?? false;
};
type TestServerDatabase = Parameters<ReturnType<typeof sql>['execute']>[0];

test.for(CASES)('in "%s", "%s" is found: %s', async ([written, typed, isFound], { server }) => {
  expect(matchesSearch(written, typed)).toBe(isFound);
  expect(await onEngine(server.roomshot.database.query, written, typed)).toBe(isFound);
});

test('the engine and the browser find the same, whatever was written and typed', async ({ server }) => {
  // PostgreSQL stores no NUL and no lone half of a pair, and its Unicode may be older than that of the browser.
  const letters = fc.constantFrom(
    ...'aAæÆßsSiIıİoøσςΣΆάжЖ油\'’"“-–\\%_.*[](){}|^$/?+ \u0301\u200b\u0640ـةشأ',
  );
  const text = fc.string({ unit: letters, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(text, text, async (written, typed) => {
      const found = matchesSearch(written, typed);
      expect(await onEngine(server.roomshot.database.query, written, typed)).toBe(found);
    }),
    { numRuns: 300 },
  );
});

test('every text is found by itself', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => matchesSearch(text, text)));
});

const titles = async (client: Client, path: string, field: string): Promise<string[]> => {
  const { status, body } = await client.get(path);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items.map((item: Record<string, string>) => item[field]);
};

const create = async (client: Client, path: string, body: object): Promise<void> => {
  const answer = await client.post(path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
};

test('rooms, documents, accounts and the audit log are searched by this rule', async ({ broker, admin }) => {
  const { path } = await openRoom(broker, { title: 'Searched at İzmir' });
  await create(broker, `${path}/vessels`, {
    ...{ name: 'Ægir “II”', imo: 'IMO 9074729', vessel_type: 'VLCC', flag: 'Malta' },
  });
  const [type] = (await broker.get('/document-types')).body.items;
  await create(broker, `${path}/documents`, { type_code: type.code, notes: 'Størrelse  \\ mål' });
  await create(broker, `${path}/messages`, { text: 'Tug "Ørn" \\ ready' });
  await create(admin, '/users', {
    ...{ email: 'sorensen@searched.example', name: 'Zoë Sørensen', role: 'viewer' },
    password: 'a long enough pass phrase',
  });
  const q = encodeURIComponent;

  for (const typed of ['IMO 9074729', 'imo9074729', '  9074729 izmir ', '"ii" AEGIR searched'])
    expect(await titles(broker, `/rooms?q=${q(typed)}`, 'title'), typed).toEqual(['Searched at İzmir']);
  expect(await titles(broker, `${path}/documents?q=${q('MAL \\ storrelse')}`, 'notes')).toHaveLength(1);
  expect(await titles(admin, `/activity?q=${q('"orn" \\ tug')}`, 'action')).toEqual(['message_sent']);
  expect(await titles(admin, `/users?search=${q('sorensen zoe')}`, 'name')).toEqual(['Zoë Sørensen']);
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../../src/platform/events/catalogue.ts';
import type { EventDefinition } from '../../src/platform/events/event-definition.ts';
import { describeKind } from '../../src/platform/events/payload.ts';
import { markdownTable } from '../support/markdown-table.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/events.md');
/** A table of the document, with what its events belong to. */
const TABLE = /(<!-- events: (\w+) -->\n)[\s\S]*?(?=<!-- end of events -->)/g;
const READERS = { room: 'room', rooms: 'all rooms', administrators: 'administrators' };

const definitions = Object.entries<EventDefinition>(CATALOGUE);

function payloadOf({ payload, others, revision }: EventDefinition): string {
  const fields = Object.entries(payload).map(([name, kind]) => {
    const isOptional = Object.hasOwn(kind, '~optional');
    return `\`${name}\`: ${describeKind(kind)}${isOptional ? ', optional' : ''}`;
  });
  if (others) fields.push(`each other field: ${describeKind(others)}`);
  if (revision === 'stated') fields.push('`revision`');
  return fields.join('; ') || 'none';
}

const COLUMNS: Record<string, (event: EventDefinition) => string> = {
  meaning: ({ meaning }) => meaning.replace(/\.$/, ''),
  payload: payloadOf,
  readers: ({ audience }) => READERS[audience],
  'stale parts': (event) => ('stale' in event ? event.stale.map((part) => `\`${part}\``).join(', ') : ''),
};

/** The events of one owner, with the columns that say something of any of them. */
function tableOf(owner: string): string {
  const events = definitions.filter(([, { belongsTo }]) => belongsTo === owner);
  const columns = Object.entries(COLUMNS).filter(([, cellOf]) => events.some(([, event]) => cellOf(event)));
  const rows = events.map(([action, event]) => [
    `\`${action}\``,
    ...columns.map(([, cellOf]) => cellOf(event)),
  ]);
  return markdownTable(['action', ...columns.map(([name]) => name)], rows);
}

test('the page of the events is up to date: `npm run event-docs` regenerates it', async () => {
  const text = await readFile(DOCUMENT, 'utf8');
  const listed = [...text.matchAll(TABLE)].map(([, , owner]) => owner);
  expect(listed.toSorted()).toEqual(
    [...new Set(definitions.map(([, { belongsTo }]) => belongsTo))].toSorted(),
  );
  const filled = text.replace(TABLE, (_, mark, owner) => `${mark}\n${tableOf(owner)}\n\n`);
  await expect(filled).toMatchFileSnapshot(DOCUMENT, 'Run: npm run event-docs');
});

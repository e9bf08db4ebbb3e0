import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { DATABASE_URL, SETTINGS } from '../../src/app/settings.ts';
import { createProgram } from '../../src/cli/program.ts';
import { markdownTable } from '../support/markdown-table.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/configuration.md');
/** A table of the document, with the settings that it lists. */
const TABLE = /(<!-- settings: ([A-Z\d_ ]+) -->\n)[\s\S]*?(?=<!-- end of settings -->)/g;
const HEAD = ['setting', 'default', 'allowed values', 'meaning'];

const settings = new Map<string, (typeof SETTINGS)[keyof typeof SETTINGS] | typeof DATABASE_URL>([
  ...Object.entries(SETTINGS),
  ['DATABASE_URL', DATABASE_URL],
]);
const flags = new Map(flagsOf(createProgram({})));

/** Each setting that has a flag, with this flag. */
function flagsOf(command: Command): [setting: string, flag: string][] {
  const own = command.options.flatMap(({ long }): [string, string][] => {
    const name = long?.slice(2).replaceAll('-', '_').toUpperCase() ?? '';
    return settings.has(name) ? [[name, long ?? '']] : [];
  });
  return [...own, ...command.commands.flatMap(flagsOf)];
}

function rowOf(name: string): string[] {
  const setting = settings.get(name);
  if (!setting) throw new Error(`docs/configuration.md lists ${name}, which is not a setting.`);
  const [fallback, meaning, kind] = setting;
  const flag = flags.get(name);
  return [
    `\`${name === 'DATABASE_URL' ? name : `ROOMSHOT_${name}`}\`${flag ? `, \`${flag}\`` : ''}`,
    fallback ? `\`${fallback}\`` : 'unset',
    typeof kind === 'string' ? kind : `${kind[0]} to ${kind[1]}`,
    meaning.replaceAll('|', '\\|'),
  ];
}

test('the reference of the settings is up to date: `npm run configuration-docs` regenerates it', async () => {
  const text = await readFile(DOCUMENT, 'utf8');
  const listed = [...text.matchAll(TABLE)].flatMap(([, , names = '']) => names.split(' '));
  expect(listed.toSorted()).toEqual([...settings.keys()].toSorted());
  const filled = text.replace(
    TABLE,
    (_, mark, names) => `${mark}\n${markdownTable(HEAD, names.split(' ').map(rowOf))}\n\n`,
  );
  await expect(filled).toMatchFileSnapshot(DOCUMENT, 'Run: npm run configuration-docs');
});

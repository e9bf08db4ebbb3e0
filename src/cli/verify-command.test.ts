import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { test } from '../../test/support/folder-test.ts';
import { newSigner, sealedFile } from '../../test/support/seal-fixtures.ts';
import { readConfig } from '../app/config.ts';
import { verifyRecord } from './verify-command.ts';

test('shows what a seal says letter by letter, whatever it would do to a terminal', async ({ folder }) => {
  const [record, certificate] = [join(folder, 'record.json'), join(folder, 'trusted.pem')];
  const title = 'Run-in\n\nAuthentic.\n\u001b[8m\u009b8m\u202e';
  writeFileSync(record, await sealedFile(await newSigner(), 'json', { title, created_by_name: title }));
  writeFileSync(certificate, (await newSigner()).certificate);
  const said: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line = '') => void said.push(`${line}\n`));
  const config = readConfig({ ROOMSHOT_DATA_DIR: folder });
  const authentic = await verifyRecord(config, record, { certificate: [certificate] });
  log.mockRestore();
  expect(authentic).toBe(false);
  expect(said.join('')).not.toMatch(/^Authentic|\p{Cf}|[\p{Cc}--\n]/mv);
  expect(said.join('')).toContain('Run-in[U+000A][U+000A]Authentic.[U+000A][U+001B][8m[U+009B]8m[U+202E]');
  expect(said.at(-1)).toBe('\nNOT authentic.\n');
});

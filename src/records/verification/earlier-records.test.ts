import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyFile } from './verify.ts';

// Made by version 0.2, before seals were set in the server.
const FOLDER = join(import.meta.dirname, '../../../test/records-of-0.2');
const TITLE = 'Before the run-in · 开始之前';

test.each(['pdf', 'json', 'zip'])('a record of version 0.2 is authentic: %s', async (ending) => {
  const record = await readFile(join(FOLDER, `record.${ending}`));
  const trusted = [await readFile(join(FOLDER, 'signing-certificate.pem'), 'utf8')];
  const { authentic, statement, findings } = await verifyFile(record, { trusted });
  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  expect({ authentic, title: statement?.title }).toEqual({ authentic: true, title: TITLE });
  record[record.length >> 1] = (record[record.length >> 1] ?? 0) ^ 1;
  expect((await verifyFile(record, { trusted })).authentic).toBe(false);
});

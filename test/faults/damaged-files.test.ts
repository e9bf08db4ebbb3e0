import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject } from 'vitest';
import { restoreInstallation } from '../../src/app/restore-installation.ts';
import { findOperatorEndpoint } from '../../src/http/server/operator-access.ts';
import { loadJwtSecret } from '../../src/people/login/jwt-secret.ts';
import { lockFolder } from '../../src/platform/db/folder-lock.ts';
import { readKeptCertificates } from '../../src/records/signing/kept-certificates.ts';
import { loadSigningKey } from '../../src/records/signing/signing-key.ts';
import { runCommand } from '../support/process.ts';
import { test } from '../support/process-test.ts';

const DAMAGED = ['', '{"addr', '\0'.repeat(4096), 'x'.repeat(20)];

describe('a damaged file of the data folder is named, with what to do:', () => {
  const READERS: [name: string, read: (folder: string) => unknown][] = [
    ['operator.json', (folder) => findOperatorEndpoint(join(folder, 'operator.json'))],
    ['jwt-secret', (folder) => loadJwtSecret(join(folder, 'jwt-secret'))],
    ['signing-key.pem', (folder) => loadSigningKey({ folder })],
    ['signing-certificate.pem', (folder) => readKeptCertificates(folder)],
    [
      'unfinished-restore.json',
      (dataFolder) =>
        restoreInstallation({ dataFolder, databaseUrl: 'postgres://nobody@127.0.0.1:1/none' }, 'none'),
    ],
  ];

  test.for(READERS)('%s', async ([name, read], { folder }) => {
    for (const content of DAMAGED) {
      await writeFile(join(folder, name), content);
      await expect(read(folder)).rejects.toMatchObject({
        code: expect.stringMatching(/damaged|unreadable/),
        message: expect.stringContaining(join(folder, name)),
      });
    }
  });

  test('lock', async ({ folder }) => {
    await writeFile(join(folder, 'lock'), 'x'.repeat(4096));
    expect(() => lockFolder(folder)).toThrow(`The file ${join(folder, 'lock')} is damaged.`);
  });
});

test.runIf(inject('serverUrl') === '')(
  'a command ends with one line when a key is damaged',
  { timeout: 5 * 60_000 },
  async ({ ownPlace }) => {
    const key = join(ownPlace.dataFolder, 'signing/signing-key.pem');
    await writeFile(key, 'no key');
    await using command = runCommand(['serve'], ownPlace);
    expect((await command.ended).code).toBe(1);
    expect(command.output().trim()).toMatch(/^roomshot: [^\n]*signing-key\.pem[^\n]*$/);
  },
);

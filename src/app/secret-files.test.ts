import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from '../../test/support/folder-test.ts';
import { readConfig } from './config.ts';

const SECRET = 'a secret of more than thirty-two bytes';

test.for([
  ['ROOMSHOT_JWT_SECRET', (config: ReturnType<typeof readConfig>) => config.jwtSecret],
  ['ROOMSHOT_METRICS_TOKEN', (config: ReturnType<typeof readConfig>) => config.metricsToken],
  ['ROOMSHOT_ADMIN_PASSWORD', (config: ReturnType<typeof readConfig>) => config.adminPassword],
] as const)('%s is read from a file', async ([name, read], { folder }) => {
  const path = join(folder, 'secret');
  await writeFile(path, `${SECRET}\n`);
  const config = readConfig({ [`${name}_FILE`]: path });
  expect([read(config), config.given[name]]).toEqual([SECRET, SECRET]);
});

test('so are the passphrase of the signing key, the secret of a hub and the address of the database', async ({
  folder,
}) => {
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const config = readConfig({
    ROOMSHOT_SIGNING_P12: 'company.p12',
    ROOMSHOT_SIGNING_PASSPHRASE_FILE: await file('passphrase', SECRET),
    ROOMSHOT_HUB_SECRET_FILE: await file('hub', SECRET),
    ROOMSHOT_HUB_ISSUER: 'hub',
    ROOMSHOT_HUB_AUDIENCE: 'records',
    DATABASE_URL_FILE: await file('url', 'postgres://roomshot:secret@127.0.0.1/roomshot\n'),
  });
  expect([config.signing.passphrase, config.hub?.secret]).toEqual([SECRET, SECRET]);
  expect(config.databaseUrl).toBe('postgres://roomshot:secret@127.0.0.1/roomshot');
});

test('a file that is not there, empty, a folder or too large is refused, and so is a secret in two places', async ({
  folder,
}) => {
  const refused = (environment: Record<string, string>, message: string) =>
    expect(() => readConfig(environment)).toThrow(message);
  const wanted = 'The setting ROOMSHOT_JWT_SECRET_FILE must be a file with the secret';
  const path = join(folder, 'secret');
  refused({ ROOMSHOT_JWT_SECRET_FILE: path }, wanted);
  refused({ ROOMSHOT_JWT_SECRET_FILE: folder }, wanted);
  await writeFile(path, ' \n');
  refused({ ROOMSHOT_JWT_SECRET_FILE: path }, wanted);
  await writeFile(path, 'x'.repeat(65_537));
  refused({ ROOMSHOT_JWT_SECRET_FILE: path }, wanted);
  await writeFile(path, SECRET);
  refused(
    { ROOMSHOT_JWT_SECRET_FILE: path, ROOMSHOT_JWT_SECRET: SECRET },
    'The setting ROOMSHOT_JWT_SECRET_FILE must be unset when ROOMSHOT_JWT_SECRET is set.',
  );
});

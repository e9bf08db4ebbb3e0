import { describe, expect } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { describeUnusedSettings, fillEmptyDatabase } from '../../src/app/first-start.ts';
import { ROLES } from '../../src/people/permissions/roles.ts';
import { test } from '../support/account-test.ts';
import { type AuthServer, BOSS, PASSWORD } from '../support/auth-server.ts';
import { captureLog } from '../support/captured-log.ts';
import { startTestServer } from '../support/server.ts';

const settings = (environment: Record<string, string>) => readConfig({ ROOMSHOT_PORT: '0', ...environment });

/** Does what the first start does. */
async function fill({ database, blobs, users, now }: AuthServer, environment: Record<string, string>) {
  await database.query.deleteFrom('users').execute();
  const config = settings({ ROOMSHOT_ADMIN_PASSWORD: PASSWORD, ...environment });
  return fillEmptyDatabase({ database, blobs, users, at: now }, config);
}

describe('the address of the first administrator', () => {
  const ADDRESS = { ROOMSHOT_ADMIN_EMAIL: 'Me@example.com' };

  test.for([
    [{ ...ADDRESS }, 1],
    [{ ...ADDRESS, ROOMSHOT_DEMO: '1' }, ROLES.length],
  ] as const)('is the one that was set: %j', async ([environment, count], { auth }) => {
    const made = await fill(auth, environment);
    expect(made?.accounts).toHaveLength(count);
    expect(made?.accounts.at(-1)).toMatchObject({ email: 'me@example.com', role: 'admin' });
    expect(await auth.logIn('me@example.com')).toMatchObject({ status: 200, body: { role: 'admin' } });
    expect((await auth.logIn('admin@roomshot.example')).status).toBe(401);
  });

  test('is not that of another account of the demonstration', async ({ auth }) => {
    const twin = { ROOMSHOT_DEMO: '1', ROOMSHOT_ADMIN_EMAIL: 'broker@roomshot.example' };
    await expect(fill(auth, twin)).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringContaining('ROOMSHOT_ADMIN_EMAIL'),
    });
  });
});

describe('a setting of the first start that has no effect', () => {
  const unused = ({ database }: AuthServer, environment: Record<string, string>) =>
    describeUnusedSettings(database.query, settings(environment));

  test.for([
    [{ ROOMSHOT_ADMIN_EMAIL: 'other@example.com' }, ['ROOMSHOT_ADMIN_EMAIL has no effect']],
    [{ ROOMSHOT_ADMIN_PASSWORD: PASSWORD }, ['ROOMSHOT_ADMIN_PASSWORD has no effect']],
    [{ ROOMSHOT_DEMO: '1' }, ['ROOMSHOT_DEMO has no effect']],
    [{ ROOMSHOT_ADMIN_EMAIL: BOSS }, []],
    [{}, []],
  ] as const)('is reported: %j', async ([environment, messages], { auth }) => {
    expect(await unused(auth, environment)).toEqual(messages.map((text) => expect.stringContaining(text)));
  });

  test('is in the log of the start', async () => {
    const { log, lines } = captureLog();
    const given = { ROOMSHOT_ADMIN_EMAIL: 'other@example.com' };
    const adminEmail = 'other@example.com';
    await using _server = await startTestServer({ log, config: { given, adminEmail } });
    const warnings = lines().filter(({ msg }) => String(msg).includes('has no effect'));
    expect(warnings).toMatchObject([{ level: expect.anything(), msg: expect.stringContaining(adminEmail) }]);
  });
});

import { expect } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { SETTINGS } from '../../src/app/settings.ts';
import { test as serverTest } from '../support/server-test.ts';
import { PASSWORD } from '../support/settings.ts';

const SECRETS = {
  ROOMSHOT_ADMIN_PASSWORD: PASSWORD,
  ROOMSHOT_JWT_SECRET: 'Wm6r0oQk1uH8bT4xZc9vP2sLf7yJn3dE',
  ROOMSHOT_METRICS_TOKEN: 'the-token-of-the-metrics',
};
const HUB = {
  ROOMSHOT_HUB_JWKS_URL: 'https://someone:hunter2@hub.example/keys',
  ROOMSHOT_HUB_ISSUER: 'https://hub.example',
  ROOMSHOT_HUB_AUDIENCE: 'roomshot-api',
};

const test = serverTest.extend('serverOptions', { scope: 'file' }, () => ({
  config: {
    given: readConfig({ ...SECRETS, ...HUB, ROOMSHOT_CACHE_MEMORY_MB: '250' }).given,
  },
}));

test('the settings in force are listed with default and meaning, and without secrets', async ({
  server,
  admin,
}) => {
  const { status, body } = await admin.get('/settings');
  expect(status).toBe(200);
  const setting = (name: string) => body.settings.find((one: { name: string }) => one.name === name);
  expect(setting('ROOMSHOT_CACHE_MEMORY_MB')).toEqual({
    ...{ name: 'ROOMSHOT_CACHE_MEMORY_MB', meaning: SETTINGS.CACHE_MEMORY_MB[1], allowed: '1 to 65536' },
    ...{ default: '100', is_secret: false, is_set: true, value: '250' },
  });
  expect(setting('ROOMSHOT_TIMEZONE')).toMatchObject({ is_set: false, value: 'UTC' });
  expect(setting('ROOMSHOT_HUB_JWKS_URL')).toMatchObject({ value: 'https://…@hub.example/keys' });
  expect(setting('ROOMSHOT_HUB_SECRET')).toMatchObject({ is_secret: true, is_set: false, value: null });
  for (const [name, secret] of Object.entries(SECRETS)) {
    expect(setting(name)).toMatchObject({ is_secret: true, is_set: true, value: null });
    expect(JSON.stringify(body)).not.toContain(secret);
  }
  expect(JSON.stringify(body)).not.toContain('hunter2');
  const onServer = server.config.databaseUrl !== undefined;
  expect(setting('DATABASE_URL')).toMatchObject({ is_secret: true, is_set: onServer, value: null });
  expect(body).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    database_engine: onServer ? 'server' : 'embedded',
    public_url: null,
  });
  expect(body.listens_on).toContain(new URL(server.server.address).host);
});

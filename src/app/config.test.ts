import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test.for([
  [{ ROOMSHOT_SIGNING_KEY: 'key.pem' }, 'ROOMSHOT_SIGNING_CERTIFICATE must be a PEM file'],
  [{ ROOMSHOT_SIGNING_CERTIFICATE: 'certificate.pem' }, 'ROOMSHOT_SIGNING_KEY must be a PEM file'],
  [
    {
      ROOMSHOT_SIGNING_P12: 'company.p12',
      ROOMSHOT_SIGNING_KEY: 'key.pem',
      ROOMSHOT_SIGNING_CERTIFICATE: 'certificate.pem',
    },
    'ROOMSHOT_SIGNING_P12 must be unset',
  ],
  [{ ROOMSHOT_CORS_ORIGINS: 'https://desk.example,desk.example' }, 'ROOMSHOT_CORS_ORIGINS must be origins'],
  [{ ROOMSHOT_CORS_ORIGINS: 'https://desk.example/' }, 'ROOMSHOT_CORS_ORIGINS must be origins'],
  [{ ROOMSHOT_HUB_ISSUER: 'hub' }, 'ROOMSHOT_HUB_ISSUER must be unset'],
  [{ ROOMSHOT_HUB_AUDIENCE: 'roomshot' }, 'ROOMSHOT_HUB_AUDIENCE must be unset'],
  [{ ROOMSHOT_HUB_EMAIL_CLAIM: 'mail' }, 'ROOMSHOT_HUB_EMAIL_CLAIM must be unset'],
  [{ ROOMSHOT_HUB_VERIFIED_CLAIM: 'checked' }, 'ROOMSHOT_HUB_VERIFIED_CLAIM must be unset'],
  [{ ROOMSHOT_HUB_SECRET: 's', ROOMSHOT_HUB_AUDIENCE: 'a' }, 'ROOMSHOT_HUB_ISSUER must be a text when'],
  [{ ROOMSHOT_HUB_SECRET: 's', ROOMSHOT_HUB_ISSUER: 'hub' }, 'ROOMSHOT_HUB_AUDIENCE must be a text when'],
  [{ ROOMSHOT_HUB_JWKS_URL: 'https://hub.example/keys' }, 'ROOMSHOT_HUB_ISSUER must be a text when'],
  [
    { ROOMSHOT_HUB_SECRET: 's', ROOMSHOT_HUB_ISSUER: 'roomshot', ROOMSHOT_HUB_AUDIENCE: 'a' },
    'ROOMSHOT_HUB_ISSUER must be other than roomshot',
  ],
  [{ ROOMSHOT_SIGNING_PASSPHRASE: 'secret' }, 'ROOMSHOT_SIGNING_PASSPHRASE must be unset'],
  [{ ROOMSHOT_S3_PREFIX: 'records' }, 'ROOMSHOT_S3_PREFIX must be unset'],
  [
    { ROOMSHOT_S3_BUCKET: 'b', ROOMSHOT_S3_ENDPOINT: 'https://k:s@s3.example' },
    'ROOMSHOT_S3_ENDPOINT must be',
  ],
  [{ ROOMSHOT_S3_BUCKET: 'b', ROOMSHOT_S3_ACCESS_KEY_ID: 'k' }, 'ROOMSHOT_S3_SECRET_ACCESS_KEY must be set'],
  [
    { ROOMSHOT_S3_BUCKET: 'b', ROOMSHOT_S3_CHECKSUMS: 'crc32' },
    'ROOMSHOT_S3_CHECKSUMS must be sha256 or md5',
  ],
  [{ DATABASE_URL: 'postgres://roomshot@127.0.0.1:99999/roomshot' }, 'DATABASE_URL must be the address'],
] as const)('what could not take effect is refused: %j', ([environment, message]) => {
  expect(() => readConfig(environment)).toThrow(message);
});

test('other origins may call the API only in the demonstration, or if they are listed', () => {
  expect(readConfig({}).corsOrigins).toEqual([]);
  expect(readConfig({ ROOMSHOT_DEMO: '1' }).corsOrigins).toContain('http://localhost:3000');
  const listed = { ROOMSHOT_DEMO: '1', ROOMSHOT_CORS_ORIGINS: 'https://desk.example' };
  expect(readConfig(listed).corsOrigins).toEqual(['https://desk.example']);
});

test('a key with its certificate is taken', () => {
  const files = { ROOMSHOT_SIGNING_KEY: 'key.pem', ROOMSHOT_SIGNING_CERTIFICATE: 'certificate.pem' };
  expect(readConfig(files).signing).toMatchObject({ keyPath: 'key.pem', certificatePath: 'certificate.pem' });
});

test('a bucket is named by its host, unless the server is another one than that of Amazon', () => {
  expect(readConfig({}).s3).toBeUndefined();
  const own = { ROOMSHOT_S3_BUCKET: 'b', ROOMSHOT_S3_PREFIX: 'records' };
  expect(readConfig(own).s3).toMatchObject({ prefix: 'records/', pathStyle: false, endpoint: undefined });
  const elsewhere = { ...own, ROOMSHOT_S3_ENDPOINT: 'http://127.0.0.1:7480/' };
  expect(readConfig(elsewhere).s3).toMatchObject({ endpoint: 'http://127.0.0.1:7480', pathStyle: true });
});

test('a setting is read under the name that it had before, and the new name is said', () => {
  const { maxEventLoopDelayMs, warnings, given } = readConfig({ ROOMSHOT_MOST_LAG_MS: '700' });
  expect(maxEventLoopDelayMs).toBe(700);
  expect(warnings).toEqual([expect.stringContaining('now called ROOMSHOT_MAX_EVENT_LOOP_DELAY_MS')]);
  expect(given).toEqual({ ROOMSHOT_MAX_EVENT_LOOP_DELAY_MS: '700' });
  expect(readConfig({ ROOMSHOT_TSA_PATIENCE_HOURS: '5' }).timeStamps.maxWaitHours).toBe(5);
  expect(readConfig({}).warnings).toEqual([]);
});

test('a setting that has its old and its new name is refused', () => {
  const both = { ROOMSHOT_MOST_LAG_MS: '700', ROOMSHOT_MAX_EVENT_LOOP_DELAY_MS: '800' };
  expect(() => readConfig(both)).toThrow('ROOMSHOT_MOST_LAG_MS must be unset');
});

test('the watchdog of systemd is used if it watches this process', () => {
  const environment = { NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '90000000' };
  const watched = { socket: '/run/systemd/notify', limitMs: 90_000 };
  expect(readConfig(environment).serviceWatchdog).toEqual(watched);
  expect(readConfig({ ...environment, WATCHDOG_PID: String(process.pid) }).serviceWatchdog).toEqual(watched);
  expect(readConfig({ ...environment, WATCHDOG_PID: '1' }).serviceWatchdog).toBeUndefined();
  expect(readConfig({ NOTIFY_SOCKET: '/run/systemd/notify' }).serviceWatchdog).toBeUndefined();
});

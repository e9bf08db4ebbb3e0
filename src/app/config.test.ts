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
  [{ ROOMSHOT_SIGNING_PASSPHRASE: 'secret' }, 'ROOMSHOT_SIGNING_PASSPHRASE must be unset'],
  [{ DATABASE_URL: 'postgres://roomshot@127.0.0.1:99999/roomshot' }, 'DATABASE_URL must be the address'],
] as const)('what could not take effect is refused: %j', ([environment, message]) => {
  expect(() => readConfig(environment)).toThrow(message);
});

test('a key with its certificate is taken', () => {
  const files = { ROOMSHOT_SIGNING_KEY: 'key.pem', ROOMSHOT_SIGNING_CERTIFICATE: 'certificate.pem' };
  expect(readConfig(files).signing).toMatchObject({ keyPath: 'key.pem', certificatePath: 'certificate.pem' });
});

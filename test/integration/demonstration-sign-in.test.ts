import { join } from 'node:path';
import { describe, expect, inject } from 'vitest';
import { buildHttp, type HttpSettings } from '../../src/app/http.ts';
import type { HttpServer } from '../../src/http/server/plain-server.ts';
import { createClient } from '../support/client.ts';
import { test as folderTest } from '../support/folder-test.ts';
import { startServerProcess } from '../support/process.ts';
import { test } from '../support/server-test.ts';

const MINUTES = { timeout: 5 * 60_000 };
const PASSWORD = 'generated at this start';

/** The password that the page of the sign-in gets for a request with these headers. */
async function shown(http: HttpServer, headers: Record<string, string> = { host: '127.0.0.1:8080' }) {
  const response = await http.inject({ url: '/api/v1/about', headers });
  return response.json().demonstration.password;
}

describe('a generated password of the demonstration', () => {
  const withServer = test.extend('open', ({ server }) => async (settings: Partial<HttpSettings>) => {
    const config = { ...server.config, demonstration: true, host: '127.0.0.1', proxies: 0, ...settings };
    return buildHttp(config, server.roomshot, {
      generatedPassword: PASSWORD,
      recogniseOperator: () => undefined,
      async checkReady() {},
    });
  });

  withServer('is shown to a browser of this machine', async ({ open }) => {
    await using http = await open({});
    expect(await shown(http)).toBe(PASSWORD);
    expect(await shown(http, { host: 'localhost' })).toBe(PASSWORD);
  });

  withServer.for([{ host: '0.0.0.0' }, { host: '10.0.0.7' }, { proxies: 1 }])(
    'is not shown by a server that others can reach: %j',
    async (settings, { open }) => {
      await using http = await open(settings);
      expect(await shown(http)).toBeNull();
    },
  );

  withServer.for<Record<string, string>>([
    { host: 'evil.example' },
    { host: '10.0.0.7:8080' },
    { host: '127.0.0.1:8080', 'x-forwarded-for': '127.0.0.1' },
    { host: '127.0.0.1:8080', via: '1.1 proxy' },
  ])('is not shown for another name, or through a proxy: %j', async (headers, { open }) => {
    await using http = await open({});
    expect(await shown(http, headers)).toBeNull();
  });

  folderTest.runIf(inject('serverUrl') === '')(
    'is not known after a restart',
    MINUTES,
    async ({ folder }) => {
      const place = { dataFolder: join(folder, 'demonstration'), databaseUrl: undefined };
      for (const expected of [expect.any(String), null]) {
        await using server = await startServerProcess(place, { ROOMSHOT_DEMO: '1' });
        const { body } = await createClient(server.address).get('/about');
        expect(body.demonstration.password).toEqual(expected);
      }
    },
  );
});

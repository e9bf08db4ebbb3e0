import type { Logger } from 'pino';
import { expect, inject } from 'vitest';
import { openRoomshot, type Roomshot } from '../../src/app/app.ts';
import type { Config } from '../../src/app/config.ts';
import type { ReplaceRenderers } from '../../src/app/editions.ts';
import { type RunningServer, serve } from '../../src/app/serve.ts';
import type { Role } from '../../src/people/permissions/roles.ts';
import type { Clock } from '../../src/platform/kernel/clock.ts';
import { type Answer, type Client, createClient } from './client.ts';
import { copyDemonstration, type TestData } from './data-folder.ts';
import { PASSWORD, testConfig, testLog } from './settings.ts';

export interface TestServer extends AsyncDisposable {
  config: Config;
  roomshot: Roomshot;
  server: RunningServer;
  /** Someone who has not logged in. */
  anonymous: Client;
  /** The demonstration account of a role, logged in. */
  as(role: Role): Promise<Client>;
  /** What the server answered when it did. */
  sessionOf(role: Role): Promise<Answer['body']>;
}

export interface TestServerOptions {
  config?: Partial<Config>;
  clock?: Clock;
  log?: Logger;
  /** Where its data is; a copy of the demonstration that is gone afterwards if left out. */
  place?: TestData['place'];
  /** What renders instead of the real renderers. */
  renderers?: ReplaceRenderers;
}

/** A whole server on a copy of the demonstration, reached over HTTP. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const data = options.place ? { place: options.place } : await copyDemonstration();
  const config = testConfig({ ...data.place, ...options.config });
  const { clock, renderers } = options;
  const roomshot = await openRoomshot(config, options.log ?? testLog, { clock, renderers });
  const server = await serve(config, roomshot);
  const anonymous = createClient(server.address);
  const sessions = new Map<Role, Promise<Answer['body']>>();
  const logIn = async (role: Role): Promise<Answer['body']> => {
    // A clock that is far away, or data that were restored, do not know the session of the template.
    const kept = inject('sessions')[role];
    if ((await createClient(server.address, kept.token).get('/auth/me')).status === 200) return kept;
    const email = `${role}@roomshot.example`;
    const answer = await anonymous.post('/auth/login', { email, password: PASSWORD });
    // A busy machine makes the server refuse for a moment, as it makes real clients wait.
    if (answer.status === 503) return logIn(role);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body;
  };
  const sessionOf = (role: Role): Promise<Answer['body']> => {
    const session = sessions.get(role) ?? logIn(role);
    sessions.set(role, session);
    return session;
  };
  return {
    config,
    roomshot,
    server,
    anonymous,
    sessionOf,
    as: async (role) => createClient(server.address, (await sessionOf(role)).token),
    async [Symbol.asyncDispose]() {
      await server.stop();
      await roomshot[Symbol.asyncDispose]();
      if (Symbol.asyncDispose in data) await data[Symbol.asyncDispose]();
    },
  };
}

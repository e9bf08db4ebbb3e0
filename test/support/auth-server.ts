import { randomBytes } from 'node:crypto';
import { openRoomshot } from '../../src/app/app.ts';
import { fillEmptyDatabase, type NewAccounts } from '../../src/app/first-start.ts';
import { buildHttp } from '../../src/app/http.ts';
import { createPasswordHasher } from '../../src/people/accounts/password.ts';
import type { UserService } from '../../src/people/accounts/user-service.ts';
import { createTokenIssuer, type TokenIssuer } from '../../src/people/login/access-token.ts';
import type { Role } from '../../src/people/permissions/roles.ts';
import type { ChainedEntry } from '../../src/platform/audit/audit-chain.ts';
import { readAudit, readAuditHead } from '../../src/platform/audit/audit-log.ts';
import type { Blobs } from '../../src/platform/blobs/blob-ledger.ts';
import type { Database } from '../../src/platform/db/database.ts';
import type { Answer } from './client.ts';
import { copyDemonstration } from './data-folder.ts';
import { testConfig, testLog } from './settings.ts';

/** Of every account here. */
export const PASSWORD = 'seven slow tugboats';
/** The first administrator. */
export const BOSS = 'boss@example.com';
/** What the tokens of the hub are signed with. */
export const HUB_SECRET = randomBytes(32).toString('hex');
/** What the tokens of the hub name. */
export const HUB_ISSUER = 'https://hub.example';
export const HUB_AUDIENCE = 'roomshot-api';

interface Call {
  token?: string | undefined;
  body?: object;
  /** The address of the client. */
  from?: string;
  headers?: Record<string, string>;
}

interface InjectedResponse extends Omit<Answer, 'headers'> {
  headers: Record<string, unknown>;
}

/** A whole server that is asked without a network, with a clock to move and a hash function that costs nothing. */
export interface AuthServer extends AsyncDisposable {
  database: Database;
  blobs: Blobs;
  users: UserService;
  tokens: TokenIssuer;
  /** What the clock says; it stands still. */
  now: Date;
  /** How many passwords have been hashed since it was set to 0. */
  hashings: number;
  /** Begins anew: `BOSS` is the only account, and nobody has failed to log in. */
  reset(): Promise<void>;
  /** Does with the database what a start does. Returns the accounts that this made. */
  fillDatabase(): Promise<NewAccounts | undefined>;
  call(method: 'GET' | 'POST' | 'PATCH', path: string, call?: Call): Promise<InjectedResponse>;
  logIn(email: string, password?: string, from?: string): Promise<InjectedResponse>;
  tokenOf(email: string): Promise<string>;
  /** Returns the id. Without a password the account is for tokens of the hub only. */
  addUser(email: string, role: Role, password?: string | null): Promise<string>;
  /** The newest entries of the audit log, oldest first. */
  lastAudit(count: number): Promise<ChainedEntry[]>;
}

const TOKENS = { issuer: 'roomshot', audience: 'roomshot', lifetimeSeconds: 12 * 3600 };

/** On a copy of the demonstration; call `reset` before every test. */
export async function startAuthServer(): Promise<AuthServer> {
  await using opening = new AsyncDisposableStack();
  const { place } = opening.use(await copyDemonstration());
  const jwtSecret = randomBytes(32).toString('hex');
  const hub = {
    ...{ secret: HUB_SECRET, jwksUrl: undefined, issuer: HUB_ISSUER, audience: HUB_AUDIENCE },
    ...{ emailClaim: 'email', verifiedClaim: 'email_verified' },
  };
  const config = testConfig({ ...place, jwtSecret, hub });
  const state = { now: new Date(), hashings: 0 };
  const clock = () => new Date(state.now);
  const passwords = createPasswordHasher(async (_, { message, nonce, tagLength }) => {
    state.hashings += 1;
    return Buffer.concat([nonce, Buffer.from(message)], tagLength);
  });
  const roomshot = opening.use(await openRoomshot(config, testLog, { clock, passwords }));
  const { database, accounts } = roomshot;
  const { users } = accounts;
  const tokens = createTokenIssuer({ secret: Buffer.from(jwtSecret), clock, ...TOKENS });
  const http = opening.adopt(
    await buildHttp(config, roomshot, {
      generatedPassword: undefined,
      recogniseOperator: () => undefined,
      checkReady: async () => {},
    }),
    (opened) => opened.close(),
  );
  const parts = opening.move();
  const server: AuthServer = Object.assign(state, {
    ...{ database, blobs: roomshot.blobs, users, tokens },
    async reset() {
      state.now = new Date();
      await database.query.deleteFrom('users').execute();
      await database.query.deleteFrom('login_counters').execute();
      await server.fillDatabase();
      state.hashings = 0;
    },
    fillDatabase: () =>
      fillEmptyDatabase(
        { database, blobs: roomshot.blobs, users, at: clock() },
        { adminEmail: BOSS, adminPassword: PASSWORD, demonstration: false },
      ),
    async call(method, path, { token, body, from, headers } = {}) {
      const response = await http.inject({
        ...{ method, url: `/api/v1${path}` },
        headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
        ...(body && { payload: body }),
        ...(from !== undefined && { remoteAddress: from }),
      });
      return { status: response.statusCode, headers: response.headers, body: response.json() };
    },
    logIn: (email, password = PASSWORD, from = '192.0.2.1') =>
      server.call('POST', '/auth/login', { body: { email, password }, from }),
    tokenOf: async (email) => (await server.logIn(email)).body.token,
    async addUser(email, role, password = PASSWORD) {
      const passwordHash = password === null ? null : await users.hashNewPassword(password, email);
      const facts = { email, name: `The ${role}`, role, passwordHash };
      return (await database.transaction((tx) => users.create(tx, { email: 'system' }, facts))).id;
    },
    async lastAudit(count) {
      const { seq } = await readAuditHead(database.query);
      return readAudit(database.query, { after: seq - count });
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  } satisfies Omit<AuthServer, keyof typeof state>);
  return server;
}

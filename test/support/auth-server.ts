import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { authRoutes } from '../../src/http/api/people/auth-routes.ts';
import { userRoutes } from '../../src/http/api/people/user-routes.ts';
import { guardRoutes } from '../../src/http/server/access.ts';
import { answerErrors } from '../../src/http/server/problem.ts';
import { createPasswordHasher, type PasswordHasher } from '../../src/people/accounts/password.ts';
import { createUserService, type UserService } from '../../src/people/accounts/user-service.ts';
import { createTokenIssuer, type TokenIssuer } from '../../src/people/login/access-token.ts';
import { createAuthenticator } from '../../src/people/login/authenticator.ts';
import { createHubTokenVerifier } from '../../src/people/login/hub-token.ts';
import { createLoginService } from '../../src/people/login/login.ts';
import { createLoginLimits } from '../../src/people/login/login-limits.ts';
import { createOwnPassword } from '../../src/people/login/own-password.ts';
import type { Role } from '../../src/people/permissions/roles.ts';
import { type ChainedEntry, readAudit, readAuditHead } from '../../src/platform/audit/audit-log.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import type { Clock } from '../../src/platform/kernel/clock.ts';
import type { Answer } from './client.ts';
import { copyDemonstration } from './data-folder.ts';

/** Of every account here. */
export const PASSWORD = 'seven slow tugboats';
/** The first administrator. */
export const BOSS = 'boss@example.com';
/** What the tokens of the hub are signed with. */
export const HUB_SECRET = randomBytes(32).toString('hex');

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

/** The routes of accounts and log-in alone, with a clock to move and a hash function that costs nothing. */
export interface AuthServer extends AsyncDisposable {
  database: Database;
  users: UserService;
  tokens: TokenIssuer;
  /** What the clock says; it stands still. */
  now: Date;
  /** How many passwords have been hashed since it was set to 0. */
  hashings: number;
  /** Begins anew: `BOSS` is the only account, and nobody has failed to log in. */
  reset(): Promise<void>;
  call(method: 'GET' | 'POST' | 'PATCH', path: string, call?: Call): Promise<InjectedResponse>;
  logIn(email: string, password?: string, from?: string): Promise<InjectedResponse>;
  tokenOf(email: string): Promise<string>;
  /** Returns the id. Without a password the account is for tokens of the hub only. */
  addUser(email: string, role: Role, password?: string | null): Promise<string>;
  /** The newest entries of the audit log, oldest first. */
  lastAudit(count: number): Promise<ChainedEntry[]>;
}

/** On a copy of the demonstration; call `reset` before every test. */
export async function startAuthServer(): Promise<AuthServer> {
  const data = await copyDemonstration();
  const database = await openDatabase({ url: data.place.databaseUrl, dataFolder: data.place.dataFolder });
  const clock = () => new Date(server.now);
  const passwords = createPasswordHasher(async (_, { message, nonce, tagLength }) => {
    server.hashings += 1;
    return Buffer.concat([nonce, Buffer.from(message)], tagLength);
  });
  const tokens = createTokenIssuer({
    ...{ secret: randomBytes(32), issuer: 'roomshot', audience: 'roomshot-api' },
    ...{ lifetimeSeconds: 3600, clock },
  });
  const users = createUserService({ passwords, clock });
  let app: FastifyInstance;
  const server: AuthServer = {
    ...{ database, users, tokens, now: new Date(), hashings: 0 },
    async reset() {
      server.now = new Date();
      await database.query.deleteFrom('users').execute();
      app = await buildApp({ database, users, tokens, passwords, clock });
      const boss = { email: BOSS, password: PASSWORD };
      await database.transaction((tx) => users.ensureFirstAdmin(tx, boss));
      server.hashings = 0;
    },
    async call(method, path, { token, body, from, headers } = {}) {
      const response = await app.inject({
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
    async [Symbol.asyncDispose]() {
      await database.close();
      await data[Symbol.asyncDispose]();
    },
  };
  return server;
}

interface AppParts extends Pick<AuthServer, 'database' | 'users' | 'tokens'> {
  passwords: PasswordHasher;
  clock: Clock;
}

async function buildApp({ database, users, tokens, passwords, clock }: AppParts): Promise<FastifyInstance> {
  const limits = createLoginLimits();
  const hub = createHubTokenVerifier({ secret: HUB_SECRET, clock });
  const login = createLoginService({ database, passwords, tokens, limits, clock });
  const ownPassword = createOwnPassword({ database, passwords, limits, clock });
  const { authenticate } = createAuthenticator({ db: database.query, tokens, hub, clock });
  const app = Fastify({ ajv: { customOptions: { removeAdditional: false } } });
  answerErrors(app);
  guardRoutes(app, {
    authenticate,
    recogniseOperator: () => undefined,
    findRoomRole: async () => undefined,
  });
  await app.register(authRoutes({ database, login, ownPassword, users, clock }), { prefix: '/api/v1' });
  await app.register(userRoutes({ database, users }), { prefix: '/api/v1' });
  return app;
}

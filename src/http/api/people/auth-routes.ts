import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { MAX_EMAIL_LENGTH } from '../../../people/accounts/email-address.ts';
import { MAX_PASSWORD_LENGTH } from '../../../people/accounts/password.ts';
import type { UserService } from '../../../people/accounts/user-service.ts';
import type { LoginService } from '../../../people/login/login.ts';
import type { OwnPassword } from '../../../people/login/own-password.ts';
import { may, SYSTEM_ACTIONS } from '../../../people/permissions/policy.ts';
import { ROLES } from '../../../people/permissions/roles.ts';
import type { Clock } from '../../../platform/kernel/clock.ts';
import { actorOf } from '../../server/access.ts';
import { idempotentWrite } from '../../server/idempotent-write.ts';
import type { RequestDatabase } from '../../server/request-database.ts';

const Moment = Type.String({ format: 'date-time' });
const RoleName = Type.Enum([...ROLES]);
// Longer than any password there is, so that a login never says how long one may be.
const GivenPassword = Type.String({ maxLength: 4 * MAX_PASSWORD_LENGTH });

const LoginBody = Type.Object(
  { email: Type.String({ maxLength: MAX_EMAIL_LENGTH }), password: GivenPassword },
  { additionalProperties: false },
);
const LoginResponse = Type.Object({
  token: Type.String(),
  email: Type.String(),
  role: RoleName,
  name: Type.String(),
  expires_at: Moment,
});

const LogoutResponse = Type.Object({
  status: Type.String(),
  message: Type.String(),
  user_email: Type.String(),
  timestamp: Moment,
});

const MeResponse = Type.Object({
  id: Type.String({ format: 'uuid' }),
  email: Type.String(),
  name: Type.String(),
  role: RoleName,
  permissions: Type.Array(Type.Enum(SYSTEM_ACTIONS), { description: 'Your permissions outside of rooms' }),
  avatar_url: Type.Null(),
  created_at: Moment,
  updated_at: Moment,
});

const PasswordBody = Type.Object(
  { current_password: GivenPassword, new_password: GivenPassword },
  { additionalProperties: false },
);
const PasswordResponse = Type.Object({ status: Type.String(), message: Type.String() });

interface AuthRouteParts {
  database: RequestDatabase;
  login: LoginService;
  ownPassword: OwnPassword;
  users: UserService;
  clock: Clock;
}

/** Logging in and out, and one's own account. */
export const authRoutes =
  (parts: AuthRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(sessionRoutes(parts));
    await app.register(ownAccountRoutes(parts));
  };

const sessionRoutes =
  ({ database, login, clock }: AuthRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/auth/login',
      {
        config: { access: 'public', bound: 'login' },
        schema: {
          tags: ['auth'],
          summary: 'Log in with email address and password',
          security: [],
          body: LoginBody,
          response: { 200: LoginResponse },
        },
      },
      async (request) => {
        const { token, expiresAt, user } = await login.logIn({ ...request.body, address: request.ip });
        const { email, role, name } = user;
        return { token, email, role, name, expires_at: expiresAt.toISOString() };
      },
    );

    app.post(
      '/auth/logout',
      {
        config: { access: 'authenticated', allowedOnFullDisk: true, changesAccounts: true },
        schema: {
          tags: ['auth'],
          summary: 'Log out. The token becomes invalid at once',
          response: { 200: LogoutResponse },
        },
      },
      async (request, reply) =>
        idempotentWrite(database, request, reply, async (tx) => {
          const actor = actorOf(request);
          await login.logOut(tx, actor, request.signedIn?.sessionId ?? null);
          const body = {
            status: 'success',
            message: 'Logged out successfully',
            user_email: actor.email,
            timestamp: clock().toISOString(),
          };
          return { status: 200, body };
        }),
    );
  };

const ownAccountRoutes =
  ({ database, ownPassword, users }: AuthRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const addresses = [
      { url: '/auth/me', summary: 'Read your account' },
      { url: '/auth/validate', summary: 'Check your token, as at the hub. The answer is your account' },
    ];
    for (const { url, summary } of addresses) {
      const schema = { tags: ['auth'], summary, response: { 200: MeResponse } };
      app.get(url, { config: { access: 'authenticated' }, schema }, async (request) => {
        const user = await users.read(database.query, actorOf(request).userId);
        return {
          id: user.id,
          email: user.email,
          name: user.name,
          role: user.role,
          permissions: SYSTEM_ACTIONS.filter((action) => may(user.role, action)),
          avatar_url: null,
          created_at: user.createdAt.toISOString(),
          updated_at: user.updatedAt.toISOString(),
        };
      });
    }

    app.post(
      '/auth/password',
      {
        config: { access: 'authenticated', changesAccounts: true, bound: 'login' },
        schema: {
          tags: ['auth'],
          summary: 'Change your password. This ends all your sessions, including this one',
          body: PasswordBody,
          response: { 200: PasswordResponse },
        },
      },
      async (request) => {
        const actor = actorOf(request);
        const { current_password: current, new_password: next } = request.body;
        const transaction = database.transactionsOf(request);
        const wanted = { current, next, address: request.ip };
        const prepared = await ownPassword.prepare(actor, wanted, transaction);
        // Not under an idempotency key: after this the same token could not ask again anyway.
        await transaction((tx) => ownPassword.change(tx, actor, prepared));
        return { status: 'success', message: 'Password changed. Log in again.' };
      },
    );
  };

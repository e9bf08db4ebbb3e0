import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { MAX_EMAIL_LENGTH } from '../../../people/accounts/email-address.ts';
import { MAX_PASSWORD_LENGTH } from '../../../people/accounts/password.ts';
import { MAX_NAME_LENGTH, type UserService } from '../../../people/accounts/user-service.ts';
import type { User } from '../../../people/accounts/user-store.ts';
import { ROLES } from '../../../people/permissions/roles.ts';
import { AppError } from '../../../platform/kernel/errors.ts';
import { Line } from '../../schema/text-schema.ts';
import { actorOf } from '../../server/access.ts';
import { searchOrRead } from '../../server/bounds.ts';
import { idempotentWrite } from '../../server/idempotent-write.ts';
import type { RequestDatabase } from '../../server/request-database.ts';

const MAX_PAGE_SIZE = 200;

const RoleName = Type.Enum([...ROLES]);
const Moment = Type.String({ format: 'date-time' });
const Email = Line({ maxLength: MAX_EMAIL_LENGTH });
const Name = Line({ minLength: 1, maxLength: MAX_NAME_LENGTH });
const NewPassword = Type.String({ maxLength: 4 * MAX_PASSWORD_LENGTH });

const UserResponse = Type.Object({
  id: Type.String({ format: 'uuid' }),
  email: Type.String(),
  name: Type.String(),
  role: RoleName,
  active: Type.Boolean(),
  created_at: Moment,
  updated_at: Moment,
});
const UserPage = Type.Object({
  items: Type.Array(UserResponse),
  next_cursor: Type.Union([Type.String(), Type.Null()]),
});

const UserPath = Type.Object({ user_id: Type.String({ maxLength: 100 }) });
const UserQuery = Type.Object(
  {
    search: Type.Optional(Line({ minLength: 1, maxLength: 100 })),
    role: Type.Optional(RoleName),
    active: Type.Optional(Type.Boolean()),
    limit: Type.Integer({ minimum: 1, maximum: MAX_PAGE_SIZE, default: 50 }),
    cursor: Type.Optional(Line({ maxLength: MAX_EMAIL_LENGTH })),
  },
  { additionalProperties: false },
);
const NewUserBody = Type.Object(
  {
    email: Email,
    name: Name,
    role: RoleName,
    password: Type.Optional(NewPassword),
  },
  { additionalProperties: false },
);
const UserChangesBody = Type.Object(
  {
    name: Type.Optional(Name),
    role: Type.Optional(RoleName),
    active: Type.Optional(Type.Boolean()),
    password: Type.Optional(NewPassword),
  },
  { additionalProperties: false, minProperties: 1 },
);

interface UserRouteParts {
  database: RequestDatabase;
  users: UserService;
}

/** The routes of accounts, for administrators. Accounts are never deleted, because the records refer to them. */
export const userRoutes =
  (parts: UserRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(readingRoutes(parts));
    await app.register(creationRoute(parts));
    await app.register(changeRoute(parts));
  };

const access = { system: 'user.manage' } as const;

const readingRoutes =
  ({ database, users }: UserRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/users',
      {
        config: { access, bound: searchOrRead },
        schema: {
          tags: ['users'],
          summary: 'List the accounts, sorted by email address',
          querystring: UserQuery,
          response: { 200: UserPage },
        },
      },
      async (request) => {
        const { cursor: after, ...filter } = request.query;
        const page = await users.list(database.query, { ...filter, after });
        return { items: page.users.map(toResponse), next_cursor: page.nextCursor };
      },
    );

    app.get(
      '/users/:user_id',
      {
        config: { access },
        schema: {
          tags: ['users'],
          summary: 'Read an account',
          params: UserPath,
          response: { 200: UserResponse },
        },
      },
      async (request) => toResponse(await users.read(database.query, request.params.user_id)),
    );
  };

const creationRoute =
  ({ database, users }: UserRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/users',
      {
        config: { access },
        schema: {
          tags: ['users'],
          summary: 'Create an account. Without a password, only tokens of a hub can use it',
          body: NewUserBody,
          response: { 201: UserResponse },
        },
      },
      async (request, reply) => {
        const { email, name, role } = request.body;
        const password = takePassword(request.body);
        const passwordHash = password === undefined ? null : await users.hashNewPassword(password, email);
        return idempotentWrite(database, request, reply, async (tx) => {
          const user = await users.create(tx, actorOf(request), { email, name, role, passwordHash });
          return { status: 201, body: toResponse(user), location: `${request.routeOptions.url}/${user.id}` };
        });
      },
    );
  };

const changeRoute =
  ({ database, users }: UserRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.patch(
      '/users/:user_id',
      {
        config: { access, changesAccounts: true },
        schema: {
          tags: ['users'],
          summary: 'Change an account. A deactivation or a new password ends its sessions at once',
          params: UserPath,
          body: UserChangesBody,
          response: { 200: UserResponse },
        },
      },
      async (request, reply) => {
        const { user_id: id } = request.params;
        const { name, role, active } = request.body;
        const password = takePassword(request.body);
        if (password !== undefined && id === actorOf(request).userId) throw ownPasswordElsewhere();
        const passwordHash =
          password === undefined
            ? undefined
            : await users.hashNewPassword(password, (await users.read(database.query, id)).email);
        return idempotentWrite(database, request, reply, async (tx) => {
          const changes = { name, role, active, passwordHash };
          const user = await users.update(tx, actorOf(request), id, changes);
          return { status: 200, body: toResponse(user) };
        });
      },
    );
  };

/** Takes a password out of a body, so that nothing that keeps or fingerprints the body has it. */
function takePassword(body: { password?: string }): string | undefined {
  const { password } = body;
  delete body.password;
  return password;
}

/**
 * Creates the error for administrators who set their own password here. A stolen token must not suffice to take over an
 * account.
 */
const ownPasswordElsewhere = (): AppError =>
  new AppError('conflict', 'own_password', 'Change your own password at /auth/password.');

const toResponse = (user: User) => ({
  id: user.id,
  email: user.email,
  name: user.name,
  role: user.role,
  active: user.active,
  created_at: user.createdAt.toISOString(),
  updated_at: user.updatedAt.toISOString(),
});

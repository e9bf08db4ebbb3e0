import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { placesIn } from '../../src/app/data-folder.ts';
import { createTokenIssuer } from '../../src/people/login/access-token.ts';
import { loadJwtSecret } from '../../src/people/login/jwt-secret.ts';
import { type Action, changesRoom, may } from '../../src/people/permissions/policy.ts';
import { ROLES, ROOM_ROLES, type Role } from '../../src/people/permissions/roles.ts';
import {
  CHANGES,
  type Change,
  encode,
  type FilledRoom,
  fillRoom,
  pathIn,
} from '../support/changing-routes.ts';
import { type Client, createClient } from '../support/client.ts';
import { sendHalf } from '../support/half-request.ts';
import { STATED_ROUTES, type StatedAccess } from '../support/route-table.ts';
import { test as serverTest } from '../support/server-test.ts';

/** An account of one case, with the role as its own or in one room. */
interface Holder {
  id: string;
  email: string;
  token: string;
  partyId: string;
  client: Client;
}

const test = serverTest
  .extend('room', { scope: 'file' }, ({ broker }): Promise<FilledRoom> => fillRoom(broker))
  .extend('closing', { scope: 'file' }, ({ broker }): Promise<FilledRoom> => fillRoom(broker))
  .extend('filled', ({ broker }): Promise<FilledRoom> => fillRoom(broker))
  .extend('appoint', { scope: 'file' }, async ({ server, database }) => {
    const secret = await loadJwtSecret(placesIn(server.config.dataFolder).jwtSecret, undefined);
    const tokens = createTokenIssuer({
      ...{ secret, issuer: 'roomshot', audience: 'roomshot', lifetimeSeconds: 3600 },
      clock: () => new Date(),
    });
    const { query } = database;
    const demonstration = await query.selectFrom('users').select('password_hash').executeTakeFirstOrThrow();
    /** Makes an account that is logged in. */
    return async (role: Role, { ids }: FilledRoom): Promise<Holder> => {
      const [id, sessionId, partyId] = [randomUUID(), randomUUID(), randomUUID()];
      const email = `${id}@late.example`;
      const holder = { email, name: 'Late', role };
      const at = new Date();
      const { token, expiresAt } = await tokens.issue(holder, sessionId);
      const user = { id, ...holder, ...demonstration, active: true, created_at: at, updated_at: at };
      await query.insertInto('users').values(user).execute();
      const session = { id: sessionId, user_id: id, created_at: at, expires_at: expiresAt };
      await query.insertInto('sessions').values(session).execute();
      if (role !== 'admin') {
        const party = { id: partyId, room_id: ids.room_id ?? '', ...holder, company: null, created_at: at };
        await query.insertInto('parties').values(party).execute();
      }
      return { id, email, token, partyId, client: createClient(server.server.address, token) };
    };
  });

const READING = /^(GET|HEAD) /;
const routes = Object.entries(STATED_ROUTES)
  .filter(([name, access]) => !READING.test(name) && access !== 'public' && access !== 'optional')
  .map(([name, access]) => {
    const [method = '', path = ''] = name.split(' ');
    return { name, method, path, access };
  });

function actionOf(access: StatedAccess): { room: Action } | { system: Action } | undefined {
  if (typeof access !== 'object') return undefined;
  return 'task' in access ? { room: access.task } : access;
}

/** The roles that a route lets in. Those of `auth` are the same for all. */
function rolesOf(access: StatedAccess): readonly Role[] {
  const action = actionOf(access);
  if (action === undefined) return ['viewer'];
  return ROLES.filter((role) => may(role, 'room' in action ? action.room : action.system));
}

/** A way to lose a right, and what follows for a request that is on its way. */
interface Ending {
  name: string;
  end(admin: Client, holder: Holder, room: FilledRoom): Promise<{ status: number }>;
  refusal: { status: number; code: string };
}

const DEACTIVATED: Ending = {
  name: 'the account is deactivated',
  end: (admin, { id }) => admin.patch(`/users/${id}`, { active: false }),
  refusal: { status: 401, code: 'invalid_credentials' },
};
const LOGGED_OUT: Ending = {
  name: 'the session ends',
  end: (_, { client }) => client.post('/auth/logout'),
  refusal: { status: 401, code: 'invalid_credentials' },
};
const DEMOTED: Ending = {
  name: 'the account loses its role',
  end: (admin, { id }) => admin.patch(`/users/${id}`, { role: 'viewer' }),
  refusal: { status: 403, code: 'role_not_permitted' },
};
const DEMOTED_OUTSIDE: Ending = { ...DEMOTED, refusal: { status: 404, code: 'room_not_found' } };
const DEMOTED_OUTSIDE_TASK: Ending = { ...DEMOTED, refusal: { status: 404, code: 'task_not_found' } };
const PARTY_DEMOTED: Ending = {
  name: 'the party loses its role',
  end: (admin, { partyId }, { path }) =>
    admin.patch(`${path}/parties/${partyId}`, { role: 'viewer', reason: 'Another firm' }),
  refusal: { status: 403, code: 'role_not_permitted' },
};
const PARTY_REMOVED: Ending = {
  name: 'the party is removed',
  end: (admin, { partyId }, { path }) => admin.delete(`${path}/parties/${partyId}?reason=Sold`),
  refusal: { status: 404, code: 'room_not_found' },
};
const PARTY_REMOVED_TASK: Ending = { ...PARTY_REMOVED, refusal: { status: 404, code: 'task_not_found' } };

function endingsOf(access: StatedAccess, role: Role): Ending[] {
  const endings = [DEACTIVATED, LOGGED_OUT];
  const action = actionOf(access);
  if (action === undefined) return endings;
  if ('system' in action) return [...endings, DEMOTED];
  const isTask = typeof access === 'object' && 'task' in access;
  if (role === 'admin') return [...endings, isTask ? DEMOTED_OUTSIDE_TASK : DEMOTED_OUTSIDE];
  return [...endings, PARTY_DEMOTED, isTask ? PARTY_REMOVED_TASK : PARTY_REMOVED];
}

test('every route that changes something is tried', () => {
  expect(Object.keys(CHANGES).sort()).toEqual(routes.map(({ name }) => name).sort());
});

const changeOf = (name: string): Change => CHANGES[name] ?? { body: () => ({}) };

describe.each(routes)('$name', ({ name, method, path, access }) => {
  test.for(rolesOf(access))(
    'is refused to a %s whose right ends while the body is on its way',
    async (role, { server, database, admin, room, appoint }) => {
      const content = await encode(changeOf(name).body(room));
      const tries = endingsOf(access, role).map(async (ending) => {
        const holder = await appoint(role, room);
        const place = pathIn(path.replace(':user_id', holder.id), room);
        const half = await sendHalf(server.server, { method, path: place, token: holder.token, ...content });
        expect((await ending.end(admin, holder, room)).status, ending.name).toBe(200);
        half.finish();
        expect({ ending: ending.name, ...(await half.answer) }).toEqual({
          ending: ending.name,
          ...ending.refusal,
        });
        const done = database.query
          .selectFrom('audit_entries')
          .select('action')
          .where('actor', '=', holder.email);
        const expected = ending === LOGGED_OUT ? [{ action: 'logged_out' }] : [];
        expect(await done.execute(), ending.name).toEqual(expected);
      });
      await Promise.all(tries);
    },
  );

  test('is answered when the right has not ended', async ({ server, filled, appoint, broker }) => {
    const role = rolesOf(access).includes('admin') ? 'admin' : (rolesOf(access)[0] ?? 'admin');
    const holder = await appoint(role, filled);
    const { status = expect.toSatisfy((code) => code === 200 || code === 201), body } = changeOf(name);
    const place = pathIn(path.replace(':user_id', holder.id), filled);
    const content = await encode(body(filled));
    const half = await sendHalf(server.server, { method, path: place, token: holder.token, ...content });
    half.finish();
    expect(await half.answer).toMatchObject({ status });
    expect((await broker.get('/auth/me')).status).toBe(200);
  });
});

const inRooms = routes.filter(({ access }) => {
  const action = actionOf(access);
  return action !== undefined && 'room' in action;
});

describe.each(inRooms)('$name', ({ name, method, path, access }) => {
  test.for(ROOM_ROLES)(
    'does not read the body of a %s of another room',
    async (role, { server, room, closing, appoint }) => {
      const stranger = await appoint(role, closing);
      const content = await encode(changeOf(name).body(room));
      const half = await sendHalf(server.server, {
        ...{ method, path: pathIn(path, room), token: stranger.token },
        ...content,
      });
      const code = typeof access === 'object' && 'task' in access ? 'task_not_found' : 'room_not_found';
      expect(await half.answer).toEqual({ status: 404, code });
    },
  );

  const action = actionOf(access);
  const changes =
    action !== undefined && 'room' in action && changesRoom(action.room) && action.room !== 'snapshot.delete';
  test.runIf(changes).for(rolesOf(access).filter((role) => role !== 'admin'))(
    'is refused to a %s when the room closes meanwhile',
    async (role, { server, database, admin, closing, appoint }) => {
      const holder = await appoint(role, closing);
      const content = await encode(changeOf(name).body(closing));
      const half = await sendHalf(server.server, {
        ...{ method, path: pathIn(path, closing), token: holder.token },
        ...content,
      });
      expect((await admin.post(`${closing.path}/status`, { status: 'cancelled' })).status).toBe(200);
      half.finish();
      expect(await half.answer).toEqual({ status: 409, code: 'room_closed' });
      const reopened = database.query.updateTable('rooms').set({ status: 'pending' });
      await reopened.where('id', '=', closing.ids.room_id ?? '').execute();
    },
  );
});

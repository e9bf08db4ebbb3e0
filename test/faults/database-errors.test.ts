import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, inject, onTestFinished } from 'vitest';
import { conditionOf, databaseFailure } from '../../src/platform/db/database-error.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { newId } from '../../src/platform/kernel/ids.ts';
import type { TestServer } from '../support/server.ts';
import { test } from '../support/server-test.ts';

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** From now on the database refuses every new activity of a room with this code. */
async function refuseActivities(server: TestServer, code: string): Promise<void> {
  const { query } = server.roomshot.database;
  await sql`create or replace function refuse_activity() returns trigger language plpgsql as
    'begin raise exception ''secret detail'' using errcode = tg_argv[0]; end'`.execute(query);
  await sql`create trigger refused before insert on activities
    for each row execute function refuse_activity(${sql.lit(code)})`.execute(query);
  onTestFinished(async () => void (await sql`drop trigger refused on activities`.execute(query)));
}

describe('an error of the database', () => {
  test.for([
    ['57P01', 503, 'database_unavailable', '2'],
    ['57P05', 503, 'database_unavailable', '2'],
    ['25P03', 503, 'database_unavailable', '2'],
    ['08006', 503, 'database_unavailable', '2'],
    ['28P01', 503, 'database_unavailable', '2'],
    ['25P04', 503, 'database_unavailable', '2'],
    ['08003', 503, 'database_unavailable', '2'],
    ['53300', 503, 'database_unavailable', '2'],
    ['53200', 503, 'database_unavailable', '2'],
    ['53400', 503, 'database_unavailable', '2'],
    ['58030', 503, 'database_unavailable', '2'],
    ['57014', 503, 'database_busy', '2'],
    ['55P03', 503, 'database_busy', '2'],
    ['40001', 503, 'database_busy', '1'],
    ['40P01', 503, 'database_busy', '1'],
    ['25006', 503, 'database_read_only', '2'],
    ['53100', 507, 'storage_full', '10'],
    ['XX001', 503, 'database_damaged', null],
    ['XX002', 503, 'database_damaged', null],
    ['23505', 500, 'internal_error', null],
    ['22012', 500, 'internal_error', null],
  ] as const)(
    'with the code %s is answered with %i and %s',
    async ([code, status, answered, retryAfter], { server, broker, newRoom: { path: room } }) => {
      await refuseActivities(server, code);
      const before = (await broker.get(room)).body.revision;
      const answer = await broker.post(`${room}/messages`, { text: 'Hello' });
      expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([
        ...[status, answered, retryAfter],
      ]);
      expect(JSON.stringify(answer.body)).not.toContain('secret detail');
      expect((await broker.get(room)).body.revision).toBe(before);
    },
  );

  test('says that there is one of these already', async ({ server }) => {
    const { query } = server.roomshot.database;
    const code = newId();
    const insert = () => sql`insert into settings_of_test values (${code})`.execute(query);
    await sql`create table settings_of_test (code text primary key)`.execute(query);
    onTestFinished(async () => void (await sql`drop table settings_of_test`.execute(query)));
    await insert();
    const error = await failureOf(insert());
    expect([conditionOf(error), databaseFailure(error)]).toEqual(['unique_violation', undefined]);
  });

  test('says that nothing may be changed', async ({ server }) => {
    const { query } = server.roomshot.database;
    const changing = query.transaction().execute(async (tx) => {
      await sql`set transaction read only`.execute(tx);
      await sql`update audit_head set seq = seq`.execute(tx);
    });
    const error = await failureOf(changing);
    expect(conditionOf(error)).toBe('read_only');
    expect(databaseFailure(error)).toMatchObject({
      kind: 'unavailable',
      code: 'database_read_only',
      cause: error,
    });
  });
});

test.each([new Error('Connection terminated unexpectedly'), { code: '57P01' }, 'ECONNRESET', null])(
  'an error that says nothing of a database is none of its: %s',
  (error) => {
    expect([conditionOf(error), databaseFailure(error)]).toEqual([undefined, undefined]);
  },
);

describe.runIf(inject('serverUrl'))('a database server', () => {
  const open = async (server: TestServer, url: string | undefined) => {
    const database = await openDatabase({ url, dataFolder: server.config.dataFolder });
    onTestFinished(() => database.close());
    return database;
  };

  test('says that two changes were in the way of each other', async ({ server }) => {
    const { query } = server.roomshot.database;
    const error = await failureOf(
      query
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (tx) => {
          await sql`select seq from audit_head`.execute(tx);
          await sql`update audit_head set seq = seq`.execute(query);
          await sql`update audit_head set seq = seq`.execute(tx);
        }),
    );
    expect(conditionOf(error)).toBe('serialization_failure');
  });

  test.for([
    ['57P01', { code: 'outcome_unknown' }],
    ['23514', { code: '23514' }],
  ] as const)(
    'that answers a commit with %s has committed, or has not',
    async ([code, known], { server }) => {
      const { database } = server.roomshot;
      const { query } = database;
      await sql`create table commit_of_test (id int)`.execute(query);
      onTestFinished(async () => void (await sql`drop table commit_of_test`.execute(query)));
      await sql`create function refuse_commit() returns trigger language plpgsql as
      'begin raise exception ''no'' using errcode = tg_argv[0]; end'`.execute(query);
      onTestFinished(async () => void (await sql`drop function refuse_commit cascade`.execute(query)));
      await sql`create constraint trigger refused after insert on commit_of_test
      deferrable initially deferred for each row execute function refuse_commit(${sql.lit(code)})`.execute(
        query,
      );
      const change = database.transaction((tx) => sql`insert into commit_of_test values (1)`.execute(tx));
      expect(await failureOf(change)).toMatchObject(known);
    },
  );

  test('chooses one of two changes that wait for each other', async ({ server }) => {
    const { query } = server.roomshot.database;
    await sql`create table lock_of_test (id int primary key)`.execute(query);
    onTestFinished(async () => void (await sql`drop table lock_of_test`.execute(query)));
    await sql`insert into lock_of_test values (1), (2)`.execute(query);
    const lock = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const change = (own: 0 | 1) =>
      query.transaction().execute(async (tx) => {
        await sql`select from lock_of_test where id = ${own} + 1 for update`.execute(tx);
        lock[own].resolve();
        await lock[1 - own]?.promise;
        await sql`select from lock_of_test where id = 2 - ${own} for update`.execute(tx);
      });
    const errors = await Promise.all([failureOf(change(0)), failureOf(change(1))]);
    expect(errors.map(conditionOf).sort()).toEqual(['serialization_failure', undefined]);
  });

  test('that has no free connection cannot be reached, and says why', async ({ server }) => {
    const role = `limited_${newId().replaceAll('-', '')}`;
    const admin = new pg.Client({ connectionString: server.config.databaseUrl });
    await admin.connect();
    onTestFinished(async () => {
      await admin.query(`drop role ${role}`);
      await admin.end();
    });
    await admin.query(`create role ${role} login password 'x' connection limit 0`);
    const url = new URL(server.config.databaseUrl ?? '');
    url.username = role;
    url.password = 'x';
    const error = await failureOf(open(server, url.href));
    expect(error).toMatchObject({
      code: 'database_unreachable',
      message: expect.stringContaining('too many'),
    });
    expect(conditionOf((error as Error).cause)).toBe('too_many_connections');
  });

  test('that is not there cannot be reached, by those who listen neither', async ({ server }) => {
    const url = new URL(server.config.databaseUrl ?? '');
    url.port = '1';
    const error = await failureOf(open(server, url.href));
    expect(error).toMatchObject({ code: 'database_unreachable', message: expect.stringMatching(/refused/i) });
    expect(databaseFailure((error as Error).cause)).toMatchObject({ code: 'database_unavailable' });
  });

  test('is not away when a value cannot be sent to it', async ({ server }) => {
    const database = await open(server, server.config.databaseUrl);
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const error = await failureOf(sql`select ${circular}::json`.execute(database.query));
    expect([error, conditionOf(error)]).toEqual([expect.any(TypeError), undefined]);
  });
});

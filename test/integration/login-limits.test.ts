import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { forgetExpiredCounters } from '../../src/people/login/login-counter-store.ts';
import { createLoginLimits, type LoginLimits } from '../../src/people/login/login-limits.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { test as dataTest } from '../support/data-test.ts';

const OWNER = 'owner@example.com';
const REFUSED = { kind: 'rate_limited', code: 'too_many_logins' };
const MINUTE = 60;
const DAY = 86_400;

/**
 * - `limits`: without any counted attempt.
 * - `pass`: lets so many seconds pass, for the counters.
 */
const test = dataTest
  .extend('limits', async ({ database }) => {
    await database.query.deleteFrom('login_counters').execute();
    return createLoginLimits(database.query);
  })
  .extend(
    'pass',
    ({ database }) =>
      (seconds: number) =>
        shiftTimes(database, -seconds),
  );

const shiftTimes = ({ query }: Database, seconds: number) =>
  sql`
  update login_counters set
    window_ends_at = window_ends_at + make_interval(secs => ${seconds}::integer),
    next_turn_at = next_turn_at + make_interval(secs => ${seconds}::integer),
    known_until = known_until + make_interval(secs => ${seconds}::integer)`.execute(query);

const countCounters = async ({ query }: Database): Promise<number> =>
  (await query.selectFrom('login_counters').select('key').execute()).length;

async function failTimes(
  limits: LoginLimits,
  times: number,
  attempt: (n: number) => [email: string, address: string],
): Promise<void> {
  for (let n = 0; n < times; n += 1) await limits.admit(...attempt(n));
}

const useOnce = async (limits: LoginLimits, email: string, address: string): Promise<void> =>
  (await limits.admit(email, address)).succeeded();

describe('login attempts', () => {
  test('at one account from one address: ten failures, then one every five seconds', async ({
    limits,
    pass,
  }) => {
    await failTimes(limits, 10, () => [OWNER, '192.0.2.1']);
    for (let n = 0; n < 30; n += 1) {
      await expect(limits.admit(OWNER, '192.0.2.1')).rejects.toMatchObject(REFUSED);
      await pass(5);
      await expect(limits.admit(OWNER, '192.0.2.1')).resolves.toBeDefined();
    }
    await expect(limits.admit(OWNER, '192.0.2.2')).resolves.toBeDefined();
    await expect(limits.admit('other@example.com', '192.0.2.3')).resolves.toBeDefined();
  });

  test('that were refused do not make the wait longer, and the answer says how long it is', async ({
    limits,
    pass,
  }) => {
    await failTimes(limits, 10, () => [OWNER, '192.0.2.1']);
    await pass(2);
    for (let n = 0; n < 20; n += 1) {
      const refusal = await limits.admit(OWNER, '192.0.2.1').catch((error) => error);
      expect(refusal).toMatchObject(REFUSED);
      expect([1, 2, 3]).toContain(refusal.retryAfterSeconds);
    }
    await pass(3);
    await expect(limits.admit(OWNER, '192.0.2.1')).resolves.toBeDefined();
  });

  test('are forgotten after 15 minutes', async ({ limits, pass }) => {
    await failTimes(limits, 10, () => [OWNER, '192.0.2.1']);
    await pass(15 * MINUTE);
    await failTimes(limits, 10, () => [OWNER, '192.0.2.1']);
    await expect(limits.admit(OWNER, '192.0.2.1')).rejects.toMatchObject(REFUSED);
  });

  test('at the same instant are all counted, and wait for each other in one order', async ({ limits }) => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, async () => {
        await limits.admit(OWNER, '192.0.2.1');
        // Attempts that end lock the same counters.
        const other = await limits.admit('other@example.com', '192.0.2.1');
        await other.undo();
        await useOnce(limits, 'third@example.com', '192.0.2.1');
      }),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(new Set(refusals.map(({ reason }) => reason.code))).toEqual(new Set(['too_many_logins']));
  });

  test('that succeed start the count anew; that were not judged do not count', async ({ limits, pass }) => {
    await failTimes(limits, 9, () => [OWNER, '192.0.2.1']);
    for (let n = 0; n < 5; n += 1) {
      await (await limits.admit(OWNER, '192.0.2.1')).undo();
      await pass(5);
    }
    await useOnce(limits, OWNER, '192.0.2.1');
    await failTimes(limits, 9, () => [OWNER, '192.0.2.1']);
    await pass(5);
    await failTimes(limits, 1, () => [OWNER, '192.0.2.1']);
    await expect(limits.admit(OWNER, '192.0.2.1')).rejects.toMatchObject(REFUSED);
  });

  test('at many accounts from one address: a hundred failures, then one every five seconds', async ({
    limits,
    pass,
  }) => {
    await failTimes(limits, 99, (n) => [`user${n}@example.com`, '192.0.2.1']);
    await useOnce(limits, OWNER, '192.0.2.1');
    await pass(5);
    await limits.admit('last@example.com', '192.0.2.1');
    await expect(limits.admit('one-more@example.com', '192.0.2.1')).rejects.toMatchObject(REFUSED);
    await expect(limits.admit('one-more@example.com', '192.0.2.2')).resolves.toBeDefined();
    await pass(5);
    await expect(limits.admit('one-more@example.com', '192.0.2.1')).resolves.toBeDefined();
  });

  test('of somebody else at a shared address do not hold up those who logged in there before', async ({
    limits,
  }) => {
    await useOnce(limits, OWNER, '192.0.2.1');
    await failTimes(limits, 100, (n) => [`user${n}@example.com`, '192.0.2.1']);
    await expect(limits.admit('one-more@example.com', '192.0.2.1')).rejects.toMatchObject(REFUSED);
    await failTimes(limits, 9, () => [OWNER, '192.0.2.1']);
  });

  test('at an address used before give nobody else a turn', async ({ limits }) => {
    await useOnce(limits, OWNER, '192.0.2.1');
    await failTimes(limits, 50, (n) => [OWNER, `198.51.100.${n}`]);
    await useOnce(limits, OWNER, '192.0.2.1');
    await limits.admit(OWNER, '192.0.2.1');
    await expect(limits.admit(OWNER, '198.51.100.99')).rejects.toMatchObject(REFUSED);
  });

  test('that one limit refuses are counted by no other', async ({ limits, database }) => {
    const failures = async () =>
      (
        await database.query.selectFrom('login_counters').select('failures').orderBy('failures').execute()
      ).map((counter) => counter.failures);
    await failTimes(limits, 10, () => [OWNER, '192.0.2.1']);
    expect(await failures()).toEqual([10, 10, 10]);
    await expect(limits.admit(OWNER, '192.0.2.1')).rejects.toMatchObject(REFUSED);
    expect(await failures()).toEqual([10, 10, 10]);
    await failTimes(limits, 40, (n) => [OWNER, `198.51.100.${n}`]);
    const before = await failures();
    // The account refuses what the address has counted already.
    await expect(limits.admit(OWNER, '198.51.100.0')).rejects.toMatchObject(REFUSED);
    expect(await failures()).toEqual(before);
  });

  test('that fail are the only ones that leave anything, besides the use of an address', async ({
    limits,
    database,
  }) => {
    await failTimes(limits, 100, (n) => [`user${n}@example.com`, '192.0.2.1']);
    const before = await countCounters(database);
    for (let n = 0; n < 5; n += 1) {
      // The address refuses these, after they were counted at their account.
      await expect(limits.admit(`${n}@example.com`, '192.0.2.1')).rejects.toMatchObject(REFUSED);
      await (await limits.admit(`${n}@example.com`, '192.0.2.2')).undo();
    }
    expect(await countCounters(database)).toBe(before);
    await useOnce(limits, 'other@example.com', '192.0.2.3');
    expect(await countCounters(database)).toBe(before + 1);
  });

  test('with an account and an address of any length are counted', async ({ limits }) => {
    const [email, address] = ['\u20ac'.repeat(254), 'x'.repeat(16_000)];
    await failTimes(limits, 10, () => [email, address]);
    await expect(limits.admit(email, address)).rejects.toMatchObject(REFUSED);
  });
});

describe('an account that strangers try from everywhere', () => {
  const outsider = (n: number): [string, string] => [OWNER, `198.51.100.${n}`];

  test('is open to its owner as before, at an address used before', async ({ limits, pass }) => {
    await useOnce(limits, OWNER, '192.0.2.1');
    await pass(29 * DAY);
    await failTimes(limits, 50, outsider);
    await expect(limits.admit(...outsider(52))).rejects.toMatchObject(REFUSED);
    await expect(limits.admit(OWNER, '192.0.2.1')).resolves.toBeDefined();
  });

  test('is open to anybody again after seconds, and waiting for it is no failure', async ({
    limits,
    pass,
  }) => {
    await failTimes(limits, 50, outsider);
    for (let n = 0; n < 20; n += 1) {
      await expect(limits.admit(OWNER, '192.0.2.9')).rejects.toMatchObject(REFUSED);
    }
    await pass(5);
    await expect(limits.admit(OWNER, '192.0.2.9')).resolves.toBeDefined();
  });
});

test('a clock of the database that went back opens nothing, and keeps nobody waiting', async ({
  limits,
  pass,
}) => {
  await failTimes(limits, 10, () => [OWNER, '192.0.2.1']);
  await pass(-DAY);
  await expect(limits.admit(OWNER, '192.0.2.1')).resolves.toBeDefined();
  await expect(limits.admit(OWNER, '192.0.2.1')).rejects.toMatchObject(REFUSED);
  await pass(15 * MINUTE);
  await failTimes(limits, 10, () => [OWNER, '192.0.2.1']);
  await expect(limits.admit(OWNER, '192.0.2.1')).rejects.toMatchObject(REFUSED);
});

describe('the clean-up', () => {
  test('removes counters that have no effect any more', async ({ database, limits, pass }) => {
    await failTimes(limits, 10, () => ['stranger@example.com', '192.0.2.7']);
    await useOnce(limits, OWNER, '192.0.2.1');
    await pass(15 * MINUTE);
    await failTimes(limits, 10, () => ['late@example.com', '192.0.2.8']);
    expect(await countCounters(database)).toBe(7);
    expect(await forgetExpiredCounters(database.query, new Date())).toBe(3);
    // What is left: the last attempts, and that the owner used the address.
    expect(await countCounters(database)).toBe(4);
    await expect(limits.admit('late@example.com', '192.0.2.8')).rejects.toMatchObject(REFUSED);
    await pass(30 * DAY);
    await forgetExpiredCounters(database.query, new Date());
    expect(await countCounters(database)).toBe(0);
  });

  test('removes none early if the clock of its server is ahead', async ({ database, limits }) => {
    await failTimes(limits, 10, () => [OWNER, '192.0.2.1']);
    expect(await forgetExpiredCounters(database.query, new Date(Date.now() + 730 * DAY * 1000))).toBe(0);
    await expect(limits.admit(OWNER, '192.0.2.1')).rejects.toMatchObject(REFUSED);
  });
});

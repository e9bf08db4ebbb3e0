import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createPasswordHasher, requireStrongPassword } from './password.ts';

const GOOD = 'seven slow tugboats';
const OUTDATED =
  '$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

describe('hashing', () => {
  const passwords = createPasswordHasher();

  test('only the password itself matches its hash', async () => {
    const stored = await passwords.hash(GOOD);
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$/);
    expect(await passwords.verify(GOOD, stored)).toBe(true);
    expect(await passwords.verify(`${GOOD} `, stored)).toBe(false);
    expect(await passwords.verify('', stored)).toBe(false);
  });

  test('the same password never has the same hash', async () => {
    expect(await passwords.hash(GOOD)).not.toBe(await passwords.hash(GOOD));
  });

  test('one text typed in two ways is one password', async () => {
    expect(await passwords.verify('cafe\u0301 au lait', await passwords.hash('caf\u00e9 au lait'))).toBe(
      true,
    );
  });

  test('a hash of other costs is still checked, and known as outdated', async () => {
    expect(await passwords.verify(GOOD, OUTDATED)).toBe(false);
    expect(passwords.isOutdated(OUTDATED)).toBe(true);
    expect(passwords.isOutdated(await passwords.hash(GOOD))).toBe(false);
  });

  test('what is no hash matches nothing', async () => {
    expect(await passwords.verify('', '')).toBe(false);
    expect(await passwords.verify(GOOD, GOOD)).toBe(false);
  });
});

describe('the work of hashing', () => {
  test('is the same when there is nothing to compare with', async () => {
    const calls: object[] = [];
    const passwords = createPasswordHasher(async (_, { memory, passes, parallelism, tagLength }) => {
      calls.push({ memory, passes, parallelism, tagLength });
      return randomBytes(tagLength);
    });
    const stored = await passwords.hash(GOOD);
    calls.length = 0;
    await passwords.verify(GOOD, stored);
    await passwords.verify(GOOD, null);
    expect(calls).toHaveLength(2);
    expect(calls[0]).toEqual(calls[1]);
  });

  test('is done by two at once, others wait, and too many are sent away', async () => {
    let running = 0;
    let most = 0;
    const finish: (() => void)[] = [];
    const passwords = createPasswordHasher(async (_, { tagLength }) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => finish.push(resolve));
      running -= 1;
      return Buffer.alloc(tagLength);
    });
    const all = Array.from({ length: 100 }, () => passwords.hash(GOOD));
    const outcomes = Promise.allSettled(all);
    await Promise.race(all.map((one) => one.catch(() => {})));
    while (finish.length > 0) {
      finish.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const refused = (await outcomes).filter((outcome) => outcome.status === 'rejected');
    expect(most).toBe(2);
    expect(refused).toHaveLength(100 - 2 - 64);
    expect(refused[0]?.reason).toMatchObject({ kind: 'unavailable', code: 'too_busy', retryAfterSeconds: 2 });
  });
});

describe('a new password', () => {
  test.each([
    ['too short', 'elevenchars'],
    ['too long', 'ab cd'.repeat(60)],
    ['the address', 'somebody@example.com'],
    ['one letter', 'aaaaaaaaaaaaaaaa'],
  ])('that is %s is refused', (_, password) => {
    expect(() => requireStrongPassword(password, 'somebody@example.com')).toThrow(
      expect.objectContaining({ code: 'weak_password' }),
    );
  });

  test('of words is accepted', () => {
    expect(() => requireStrongPassword(GOOD, 'somebody@example.com')).not.toThrow();
  });
});

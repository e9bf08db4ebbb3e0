import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLoginLimits, type LoginLimits, networkOf } from './login-limits.ts';

const OWNER = 'owner@example.com';
const REFUSED = { kind: 'rate_limited', code: 'too_many_logins' };

let limits: LoginLimits;
beforeEach(() => {
  vi.useFakeTimers();
  limits = createLoginLimits();
});
afterEach(() => void vi.useRealTimers());

async function failTimes(times: number, attempt: (n: number) => [email: string, address: string]) {
  for (let n = 0; n < times; n += 1) await limits.admit(...attempt(n));
}

describe('login attempts', () => {
  test('at one account from one address: ten failures, then one every five seconds', async () => {
    await failTimes(10, () => [OWNER, '192.0.2.1']);
    for (let n = 0; n < 30; n += 1) {
      await expect(limits.admit(OWNER, '192.0.2.1')).rejects.toMatchObject(REFUSED);
      vi.advanceTimersByTime(5000);
      await expect(limits.admit(OWNER, '192.0.2.1')).resolves.toBeDefined();
    }
    await expect(limits.admit(OWNER, '192.0.2.2')).resolves.toBeDefined();
    await expect(limits.admit('other@example.com', '192.0.2.3')).resolves.toBeDefined();
  });

  test('that were refused do not make the wait longer, and the answer says how long it is', async () => {
    await failTimes(10, () => [OWNER, '192.0.2.1']);
    vi.advanceTimersByTime(2000);
    for (let n = 0; n < 20; n += 1) {
      await expect(limits.admit(OWNER, '192.0.2.1')).rejects.toMatchObject({ retryAfterSeconds: 3 });
    }
    vi.advanceTimersByTime(3000);
    await expect(limits.admit(OWNER, '192.0.2.1')).resolves.toBeDefined();
  });

  test('at the same instant are all counted', async () => {
    const all = Array.from({ length: 1000 }, () => limits.admit(OWNER, '192.0.2.1'));
    const admitted = (await Promise.allSettled(all)).filter(({ status }) => status === 'fulfilled');
    expect(admitted).toHaveLength(10);
  });

  test('that succeed start the count anew; that were not judged do not count', async () => {
    await failTimes(9, () => [OWNER, '192.0.2.1']);
    for (let n = 0; n < 5; n += 1) {
      await (await limits.admit(OWNER, '192.0.2.1')).undo();
      vi.advanceTimersByTime(5000);
    }
    await (await limits.admit(OWNER, '192.0.2.1')).succeeded();
    await failTimes(9, () => [OWNER, '192.0.2.1']);
    vi.advanceTimersByTime(5000);
    await failTimes(1, () => [OWNER, '192.0.2.1']);
    await expect(limits.admit(OWNER, '192.0.2.1')).rejects.toMatchObject(REFUSED);
  });

  test('at many accounts from one address: a hundred failures, then one every five seconds', async () => {
    await failTimes(99, (n) => [`user${n}@example.com`, '192.0.2.1']);
    await (await limits.admit(OWNER, '192.0.2.1')).succeeded();
    vi.advanceTimersByTime(5000);
    await limits.admit('last@example.com', '192.0.2.1');
    await expect(limits.admit('one-more@example.com', '192.0.2.1')).rejects.toMatchObject(REFUSED);
    await expect(limits.admit('one-more@example.com', '192.0.2.2')).resolves.toBeDefined();
    vi.advanceTimersByTime(5000);
    await expect(limits.admit('one-more@example.com', '192.0.2.1')).resolves.toBeDefined();
  });

  test('of somebody else at a shared address do not hold up those who logged in there before', async () => {
    await (await limits.admit(OWNER, '192.0.2.1')).succeeded();
    await failTimes(100, (n) => [`user${n}@example.com`, '192.0.2.1']);
    await expect(limits.admit('one-more@example.com', '192.0.2.1')).rejects.toMatchObject(REFUSED);
    for (let n = 0; n < 9; n += 1) await expect(limits.admit(OWNER, '192.0.2.1')).resolves.toBeDefined();
  });
});

describe('an account that strangers try from everywhere', () => {
  const outsider = (n: number): [string, string] => [OWNER, `198.51.100.${n}`];

  test('is open to its owner as before, at an address used before', async () => {
    await (await limits.admit(OWNER, '192.0.2.1')).succeeded();
    await failTimes(50, outsider);
    await expect(limits.admit(...outsider(52))).rejects.toMatchObject(REFUSED);
    await expect(limits.admit(OWNER, '192.0.2.1')).resolves.toBeDefined();
  });

  test('is open to anybody again after seconds, and waiting for it is no failure', async () => {
    await failTimes(50, outsider);
    for (let n = 0; n < 20; n += 1) {
      await expect(limits.admit(OWNER, '192.0.2.9')).rejects.toMatchObject({ retryAfterSeconds: 5 });
    }
    vi.advanceTimersByTime(5000);
    await expect(limits.admit(OWNER, '192.0.2.9')).resolves.toBeDefined();
  });
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

import { expect, test } from 'vitest';
import { AppError } from '../kernel/errors.ts';
import { Readiness, type ReadinessCheck } from './readiness.ts';

const open = (check: ReadinessCheck['check'], seen: (string | undefined)[] = []) =>
  new Readiness({
    checks: [{ name: 'storage', check }],
    timeoutMs: 10,
    onChange: (failure) => seen.push(failure?.code),
  });

test('a success is kept, a failure is looked at again, and each change is reported once', async () => {
  const seen: (string | undefined)[] = [];
  let looks = 0;
  let failure: Error | undefined = new AppError('unavailable', 'away', 'It is away.');
  const readiness = open(async () => {
    looks++;
    if (failure) throw failure;
  }, seen);
  await expect(readiness.require()).rejects.toMatchObject({ code: 'away' });
  await expect(readiness.requireForChange()).rejects.toMatchObject({ code: 'away', retryAfterSeconds: 5 });
  failure = undefined;
  await readiness.requireForChange();
  await readiness.require();
  expect([looks, seen]).toEqual([3, ['away', undefined]]);
});

test('a check that gets no answer is a failure, and is not started again before it ends', async () => {
  let looks = 0;
  const gate = Promise.withResolvers<void>();
  const readiness = open(() => {
    looks++;
    return gate.promise;
  });
  for (const _ of [1, 2]) {
    await expect(readiness.require()).rejects.toMatchObject({ code: 'storage_unavailable' });
  }
  expect(looks).toBe(1);
  gate.resolve();
  await readiness.require();
});

test.for([
  [Object.assign(new Error(), { code: 'EROFS' }), 'unavailable', 'storage_unavailable'],
  [Object.assign(new Error(), { code: 'ENOSPC' }), 'storage_full', 'storage_full'],
  [Object.assign(new Error(), { code: '25006' }), 'unavailable', 'database_read_only'],
  [
    new AppError('invalid', 'signing_certificate_expired', 'Expired.'),
    'unavailable',
    'signing_certificate_expired',
  ],
  [new TypeError('secret'), 'unavailable', 'not_ready'],
] as const)('%s is answered as %s, %s, with a time to wait', async ([error, kind, code]) => {
  const failure = await open(() => Promise.reject(error))
    .require()
    .catch((refused: unknown) => refused);
  expect(failure).toMatchObject({ kind, code, retryAfterSeconds: expect.any(Number) });
  expect((failure as AppError).message).not.toContain('secret');
});

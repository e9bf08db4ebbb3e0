import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from 'typebox';
import type { ConfirmClock } from '../../../operations/clock/clock-confirmation.ts';
import type { ClockTrust } from '../../../platform/clock/clock-trust.ts';
import { describeDoubt } from '../../../platform/clock/doubt-text.ts';
import type { Clock } from '../../../platform/kernel/clock.ts';
import { Nullable } from '../../schema/nullable.ts';
import { NoBody } from '../../schema/text-schema.ts';
import { actorOf } from '../../server/access.ts';
import { idempotentWrite } from '../../server/idempotent-write.ts';
import type { RequestDatabase } from '../../server/request-database.ts';

interface ClockRouteParts {
  database: RequestDatabase;
  clock: Clock;
  clockTrust: Pick<ClockTrust, 'status'>;
  confirmClock: ConfirmClock;
}

const ClockResponse = Type.Object({
  time: Type.String({ format: 'date-time', description: 'The time of the server' }),
  trusted: Type.Boolean({ description: 'Whether data are removed by their age' }),
  doubt: Nullable(
    Type.Object({
      reason: Type.Enum(['leapt', 'behind', 'long_absence', 'differs']),
      text: Type.String(),
      expected_at: Type.String({ format: 'date-time' }),
      actual_at: Type.String({ format: 'date-time' }),
    }),
  ),
  cleaned_up_to: Nullable(
    Type.String({
      format: 'date-time',
      description: 'The moment until which the last clean-up removed data',
    }),
  ),
});

/** The trust in the clock, on which removals depend. */
export const clockRoutes = (parts: ClockRouteParts): FastifyPluginAsyncTypebox => {
  const { database, confirmClock } = parts;
  const config = { access: { system: 'setting.manage' } } as const;
  const tags = ['operations'];
  return async (app) => {
    app.get(
      '/admin/clock',
      {
        config,
        schema: { tags, summary: 'Read whether the clock is trusted', response: { 200: ClockResponse } },
      },
      () => readClock(parts),
    );

    app.post(
      '/admin/clock/confirmation',
      {
        config: { ...config, allowedOnFullDisk: true, changesAccounts: true },
        schema: {
          tags,
          summary: 'Confirm that the clock of the server is right, so that data are removed again',
          body: NoBody,
          response: { 200: ClockResponse },
        },
      },
      async (request, reply) => {
        await idempotentWrite(database, request, reply, async (tx) => {
          await confirmClock(tx, actorOf(request).email);
          return { status: 200, body: await readClock(parts, tx) };
        });
      },
    );
  };
};

async function readClock(
  { clock, clockTrust }: ClockRouteParts,
  ...db: Parameters<ClockTrust['status']>
): Promise<Static<typeof ClockResponse>> {
  const { doubt, cleanedUpTo } = await clockTrust.status(...db);
  return {
    time: clock().toISOString(),
    trusted: doubt === null,
    doubt: doubt && {
      reason: doubt.reason,
      text: describeDoubt(doubt),
      expected_at: doubt.expected.toISOString(),
      actual_at: doubt.actual.toISOString(),
    },
    cleaned_up_to: cleanedUpTo?.toISOString() ?? null,
  };
}

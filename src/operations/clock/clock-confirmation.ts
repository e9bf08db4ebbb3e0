import { revokeFutureSessions } from '../../people/accounts/session-store.ts';
import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { ClockTrust } from '../../platform/clock/clock-trust.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { Clock } from '../../platform/kernel/clock.ts';

interface ConfirmationParts {
  clockTrust: Pick<ClockTrust, 'confirm'>;
  clock: Clock;
}

/** Records that a person has compared the clock, and found it right. */
export type ConfirmClock = (tx: Transaction, actor: string) => Promise<void>;

/** Creates the confirmation of the clock. It also ends the sessions that were opened while the clock was ahead. */
export const createClockConfirmation =
  ({ clockTrust, clock }: ConfirmationParts): ConfirmClock =>
  async (tx, actor) => {
    const at = clock();
    const doubt = await clockTrust.confirm(tx);
    const detail = {
      reason: doubt?.reason ?? null,
      expected_at: doubt?.expected.toISOString() ?? null,
      actual_at: doubt?.actual.toISOString() ?? null,
      ended_sessions: await revokeFutureSessions(tx, at),
    };
    await appendAudit(tx, { at, actor, action: 'clock_confirmed', roomId: null, detail });
  };

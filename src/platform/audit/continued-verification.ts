import type { Database } from '../db/database.ts';
import type { Clock } from '../kernel/clock.ts';
import { type AuditHead, EMPTY_LOG } from './audit-chain.ts';
import { type AuditReport, type VerificationScope, verifyAudit } from './audit-verification.ts';
import type { VerifiedHead, VerifiedHeadFile } from './verified-head.ts';

interface VerifierParts {
  database: Pick<Database, 'long' | 'flushed'>;
  verifiedHead: VerifiedHeadFile;
  clock: Clock;
}

interface VerificationRequest extends Pick<VerificationScope, 'checkpoint' | 'onProgress'> {
  /** Whether to read all entries, also those that were read before. */
  all: boolean;
}

export interface ContinuedVerification {
  report: AuditReport;
  /** The number of the last entry that was not read, because it was read before. 0 if all were. */
  after: number;
  /** The verification that this one continues. It is `undefined` if all entries were read. */
  before: Pick<VerifiedHead, 'at' | 'allReadAt'> | undefined;
}

/**
 * Returns a function that verifies the entries since the head that was verified last, and remembers the new one. The
 * entries before that head are not read, so a change of them since then is found only by a verification of all.
 */
export const createVerifier =
  ({ database, verifiedHead, clock }: VerifierParts) =>
  async ({ all, checkpoint, onProgress }: VerificationRequest): Promise<ContinuedVerification> => {
    const last = await verifiedHead.read();
    const before = all ? undefined : last;
    const start = before ? earlierOf(before.head, checkpoint) : EMPTY_LOG;
    const report = await verifyAudit(database.long.query, {
      ...{ start, known: last, ...(checkpoint && { checkpoint }), ...(onProgress && { onProgress }) },
    });
    if (report.intact) {
      // A power cut must not take back the entry that the file names.
      await database.flushed();
      const at = clock();
      await verifiedHead.write({ head: report.head, at, allReadAt: before?.allReadAt ?? at });
    }
    return { report, after: start.seq, before };
  };

const earlierOf = (head: AuditHead, other: AuditHead | undefined): AuditHead =>
  other && other.seq < head.seq ? other : head;

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from 'typebox';
import { writeAuditHead } from '../../../platform/audit/audit-chain.ts';
import { verifyAudit } from '../../../platform/audit/audit-verification.ts';
import type { Queryable } from '../../../platform/db/database.ts';
import type { SignedCheckpoint } from '../../../records/seal/audit-checkpoint.ts';
import type { RequestDatabase } from '../../server/request-database.ts';

interface AuditRouteParts {
  database: RequestDatabase;
  takeCheckpoint(): Promise<SignedCheckpoint>;
}

export const VerificationResponse = Type.Object({
  intact: Type.Boolean(),
  entries: Type.Integer({ description: 'The number of unchanged entries before the first broken one' }),
  head: Type.Union([
    Type.String({ description: 'The number and the hash of the newest entry, as NUMBER:HASH' }),
    Type.Null(),
  ]),
  broken_at: Type.Union([
    Type.Integer({ description: 'The number of the first entry that is broken or cannot be read' }),
    Type.Null(),
  ]),
  reason: Type.Union([Type.String(), Type.Null()]),
});

const CheckpointResponse = Type.Object({
  format: Type.String(),
  audit_head: Type.String({ description: 'The number and the hash of the newest entry, as NUMBER:HASH' }),
  taken_at: Type.String(),
  signature: Type.String({ description: 'A compact JWS over the other fields as canonical JSON (RFC 8785)' }),
});

/** The routes that verify the audit log and create checkpoints. */
export const auditRoutes =
  ({ database, takeCheckpoint }: AuditRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const verify = createVerification(database.query);
    app.get(
      '/audit/verification',
      {
        config: { access: { system: 'activity.view_all' }, bound: 'report' },
        schema: {
          tags: ['activity'],
          summary: 'Verify the audit log',
          response: { 200: VerificationResponse },
        },
      },
      () => verify(),
    );

    app.get(
      '/audit/checkpoint',
      {
        config: { access: { system: 'activity.view_all' } },
        schema: {
          tags: ['activity'],
          summary:
            'Sign the head of the audit log. Keep the checkpoint on another machine: it reveals a truncated log',
          response: { 200: CheckpointResponse },
        },
      },
      () => takeCheckpoint(),
    );
  };

/** Reads the whole log, once at a time: who asks meanwhile waits for the same answer. */
function createVerification(db: Queryable): () => Promise<Static<typeof VerificationResponse>> {
  let running: ReturnType<typeof verify> | undefined;
  const verify = async () => {
    const report = await verifyAudit(db);
    return report.intact
      ? {
          ...{ intact: true, entries: report.head.seq, head: writeAuditHead(report.head) },
          ...{ broken_at: null, reason: null },
        }
      : {
          ...{ intact: false, entries: Math.max(0, report.brokenAt - 1), head: null },
          ...{ broken_at: report.brokenAt, reason: report.reason },
        };
  };
  return () => {
    running ??= verify().finally(() => {
      running = undefined;
    });
    return running;
  };
}

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from 'typebox';
import { writeAuditHead } from '../../../platform/audit/audit-chain.ts';
import type { ContinuedVerification } from '../../../platform/audit/continued-verification.ts';
import type { SignedCheckpoint } from '../../../records/seal/audit-checkpoint.ts';

interface AuditRouteParts {
  verifyLog(options: { all: boolean }): Promise<ContinuedVerification>;
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
  read_after: Type.Integer({
    description:
      'The number of the last entry that was not read, because it was read before. 0 if all were read',
  }),
  continues_at: Type.Union([Type.String(), Type.Null()], {
    description: 'The time of the verification that read the entries before. Null if all were read',
  }),
  all_read_at: Type.Union([Type.String(), Type.Null()], {
    description: 'The last time before that all entries were read at once. Null if all were read now',
  }),
});

const CheckpointResponse = Type.Object({
  format: Type.String(),
  audit_head: Type.String({ description: 'The number and the hash of the newest entry, as NUMBER:HASH' }),
  taken_at: Type.String(),
  signature: Type.String({ description: 'A compact JWS over the other fields as canonical JSON (RFC 8785)' }),
});

/** The routes that verify the audit log and create checkpoints. */
export const auditRoutes =
  ({ verifyLog, takeCheckpoint }: AuditRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const verify = {
      new: shared(() => verifyLog({ all: false })),
      all: shared(() => verifyLog({ all: true })),
    };
    app.get(
      '/audit/verification',
      {
        config: { access: { system: 'activity.view_all' }, bound: 'report' },
        schema: {
          tags: ['activity'],
          summary: 'Verify the entries of the audit log since the last verification, or all',
          querystring: Type.Object({
            all: Type.Boolean({ default: false, description: 'Read also the entries that were read before' }),
          }),
          response: { 200: VerificationResponse },
        },
      },
      async ({ query: { all } }) => toResponse(await (all ? verify.all() : verify.new())),
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

/** Runs once at a time: who asks meanwhile waits for the same result. */
function shared<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined;
  return () => {
    running ??= work().finally(() => {
      running = undefined;
    });
    return running;
  };
}

function toResponse({ report, after, before }: ContinuedVerification): Static<typeof VerificationResponse> {
  const reading = {
    read_after: after,
    continues_at: before?.at.toISOString() ?? null,
    all_read_at: before?.allReadAt.toISOString() ?? null,
  };
  return report.intact
    ? {
        ...{ intact: true, entries: report.head.seq, head: writeAuditHead(report.head) },
        ...{ broken_at: null, reason: null, ...reading },
      }
    : {
        ...{ intact: false, entries: Math.max(0, report.brokenAt - 1), head: null },
        ...{ broken_at: report.brokenAt, reason: report.reason, ...reading },
      };
}

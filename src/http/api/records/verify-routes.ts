import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { findRoomRole } from '../../../clearance/state/room-access-store.ts';
import { may } from '../../../people/permissions/policy.ts';
import { type RecordVerification, verifyRecord } from '../../../records/verification/record-verification.ts';
import { type AccessControl, admit } from '../../server/access.ts';
import type { RequestDatabase } from '../../server/request-database.ts';
import { createUploadReader } from '../../server/upload-reader.ts';
import { toVerificationResponse, VerificationResponse } from './verification-response.ts';

interface VerifyRouteParts {
  accessControl: AccessControl;
  database: RequestDatabase;
  /** Certificates in PEM of the keys that have sealed here. */
  trustedCertificates: readonly string[];
  /** And of the authorities whose time stamps are in seals made here. */
  trustedAuthorities: readonly string[];
  /** Files that one address may have verified in a minute. */
  verificationsPerMinute: number;
}

/** Twice the largest record that the limits of a room allow in practice. */
const MAX_RECORD_SIZE = 64 * 1024 * 1024;
/** Of the files that are being received and verified. Half of it is kept for people who have signed in. */
const MEMORY = { all: 4 * MAX_RECORD_SIZE, anonymous: 2 * MAX_RECORD_SIZE, each: MAX_RECORD_SIZE };
/** 3 kB a second. A phone with a poor connection is faster. */
const PACE = { bytes: 16 * 1024, intervalMs: 5000 };
const RECEIVE_TIMEOUT_MS = 60_000;

const VerifyBody = Type.Object(
  { file: Type.String({ format: 'binary', description: 'A PDF, JSON or CSV (zip) record' }) },
  { additionalProperties: false },
);

/** Says of any file whether it is a record of this installation. */
export const verifyRoutes =
  ({
    accessControl,
    database,
    trustedCertificates,
    trustedAuthorities,
    verificationsPerMinute,
  }: VerifyRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { withUpload } = createUploadReader({
      maxFileSize: MAX_RECORD_SIZE,
      memory: MEMORY,
      timeoutMs: RECEIVE_TIMEOUT_MS,
      pace: PACE,
    });

    const seesRoom = async (request: FastifyRequest, { statement }: RecordVerification) => {
      if (!request.signedIn || !statement) return false;
      // The file may have taken minutes to arrive.
      await admit(accessControl, request);
      const role = await findRoomRole(database.query, statement.room_id, request.signedIn.actor);
      return role !== undefined && may(role, 'snapshot.view');
    };

    app.post(
      '/verify',
      {
        config: {
          access: 'optional',
          bound: 'verification',
          rateLimit: { max: verificationsPerMinute, timeWindow: 60_000 },
        },
        // The parts of a form are streamed, so there is no body to validate against the schema.
        validatorCompiler: () => () => true,
        schema: {
          tags: ['verification'],
          summary:
            'Verify whether a file is an unchanged record of this installation. Send it as the multipart field `file`',
          security: [{}, { token: [] }],
          consumes: ['multipart/form-data'],
          body: VerifyBody,
          response: { 200: VerificationResponse },
        },
      },
      (request) =>
        withUpload(request, async (file) => {
          const verification = await verifyRecord(database.query, file, {
            trusted: trustedCertificates,
            authorities: trustedAuthorities,
          });
          return toVerificationResponse(verification, file.length, await seesRoom(request, verification));
        }),
    );
  };

import { buffer } from 'node:stream/consumers';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import {
  attachFile,
  detachFile,
  fileNotFound,
  findFile,
  MAX_DOCUMENT_FILE_SIZE,
  type ReceivedFile,
  recordDownload,
  requireDocument,
} from '../../../clearance/documents/document-file-service.ts';
import type { VersionFacts } from '../../../clearance/documents/document-service.ts';
import { describeMismatch, FILE_BEGINNING_SIZE } from '../../../clearance/documents/file-mismatch.ts';
import { DOCUMENT_FIELDS } from '../../../clearance/vocabulary/document-fields.ts';
import type { RoomActor } from '../../../people/permissions/actor.ts';
import type { Blobs } from '../../../platform/blobs/blob-ledger.ts';
import type { ByteRange } from '../../../platform/blobs/blob-store.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { AppError } from '../../../platform/kernel/errors.ts';
import { withoutInvisible } from '../../../platform/kernel/name-text.ts';
import { requestProperties } from '../../schema/field-schema.ts';
import { ONE_LINE } from '../../schema/text-pattern.ts';
import { type AccessControl, admit, roomActorOf } from '../../server/access.ts';
import { type FormRules, withForm } from '../../server/form.ts';
import { fileResponses, sendFile } from '../../server/send-file.ts';
import { changeInRoom, type RoomRouteParts, requireAcceptable } from './room-request.ts';
import { DocumentResponse } from './room-response.ts';

interface DocumentFileRouteParts extends RoomRouteParts {
  accessControl: AccessControl;
  blobs: Blobs;
}

const MAX_NAME_LENGTH = 255;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,62}$/i;
const DAY = /^(?:19|20|21)\d\d-\d\d-\d\d$/;
const OneDocument = Type.Object({ room_id: Type.String(), document_id: Type.String() });
const { certificate_number, issuer, issued_on, expires_on, no_expiry_stated } =
  requestProperties(DOCUMENT_FIELDS);
const VersionFactsBody = Type.Partial(
  Type.Object({ certificate_number, issuer, issued_on, expires_on, no_expiry_stated }),
  { additionalProperties: false },
);
const UploadBody = Type.Object(
  {
    ...VersionFactsBody.properties,
    file: Type.String({ format: 'binary' }),
  },
  { additionalProperties: false },
);
const VersionQuery = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1e6,
        description: 'An earlier version. The default is the newest',
      }),
    ),
  },
  { additionalProperties: false },
);
const PATH = '/rooms/:room_id/documents/:document_id/file';

/** The routes of document files. */
export const documentFileRoutes =
  (parts: DocumentFileRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(uploadRoutes(parts));
    await app.register(keptFileRoutes(parts));
  };

const describe = (summary: string) => ({ tags: ['documents'], summary, params: OneDocument });

const uploadRoutes =
  (parts: DocumentFileRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { database } = parts;

    app.route({
      method: ['POST', 'PUT'],
      url: PATH,
      config: { access: { room: 'document.upload' }, bound: 'upload' },
      // The parts of a form are streamed, so there is no body to validate against the schema.
      validatorCompiler: () => () => true,
      schema: {
        ...describe(
          'Upload a new version of a document: a form with the part `file`, and optionally facts of this version',
        ),
        consumes: ['multipart/form-data'],
        body: UploadBody,
        response: { 200: DocumentResponse },
      },
      handler: async (request, reply) => {
        const { room_id: roomId, document_id: documentId } = request.params;
        // Before anything is stored: the content of a refused upload would stay until the clean-up.
        await requireAcceptable(database, request);
        await requireDocument(database.query, roomId, documentId);
        const { file, facts } = await receive(request, parts);
        const change = async (tx: Transaction, actor: RoomActor, at: Date) => ({
          body: await attachFile(tx, actor, { documentId, file, facts }, at),
        });
        await changeInRoom(parts, request, reply, change, { file, facts });
      },
    });
  };

const keptFileRoutes =
  (parts: DocumentFileRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { database, blobs, clock } = parts;
    app.get(
      PATH,
      {
        config: { access: { room: 'room.view' }, bound: 'download' },
        schema: {
          ...describe('Download the file of a document'),
          querystring: VersionQuery,
          response: fileResponses('*/*'),
        },
      },
      async (request, reply) => {
        const { room_id: roomId, document_id: documentId } = request.params;
        const { version } = request.query;
        const file = await findFile(database.query, { roomId, documentId, version });
        await requireWhole(blobs, file.sha256);
        const open = async (range?: ByteRange) => {
          const content = await blobs.stream(file.sha256, range);
          if (!content) throw fileNotFound();
          return content;
        };
        await sendFile(request, reply, { ...file, open }, () =>
          database.transactionsOf(request)((tx) =>
            recordDownload(tx, roomActorOf(request), { documentId, file }, clock()),
          ),
        );
      },
    );

    app.delete(
      PATH,
      {
        config: { access: { room: 'document.write' } },
        schema: { ...describe('Remove the file of a document'), response: { 200: DocumentResponse } },
      },
      (request, reply) =>
        changeInRoom(parts, request, reply, async (tx, actor, at) => ({
          body: await detachFile(tx, actor, request.params.document_id, at),
        })),
    );
  };

/**
 * Makes sure that no damaged file is delivered, in part or whole. `verify` does not need the file in memory.
 * @throws AppError `file_not_found`
 */
async function requireWhole(blobs: Blobs, hash: string): Promise<void> {
  if ((await blobs.verify(hash)) === 'whole') return;
  // Unlike `verify`, `read` reports a damaged file. It returns a whole one that has replaced it since.
  if ((await blobs.read(hash)) === undefined) throw fileNotFound();
}

/**
 * Stores the file of a form, after the whole form was accepted, and before anything is changed. If the change fails,
 * nobody refers to the file, and it is collected later.
 * @throws AppError `bad_expiry_day`, and the errors of `withForm`
 */
async function receive(
  request: FastifyRequest,
  { accessControl, blobs, database }: DocumentFileRouteParts,
): Promise<{ file: ReceivedFile; facts: Partial<VersionFacts> }> {
  let facts: Partial<VersionFacts> = {};
  const rules: FormRules = {
    fields: Object.keys(VersionFactsBody.properties),
    maxFileSize: MAX_DOCUMENT_FILE_SIZE,
    async accept(fields) {
      facts = versionFacts(fields);
      // The file may have taken minutes to arrive.
      await admit(accessControl, request);
      await requireAcceptable(database, request);
    },
  };
  const file = await withForm(request, rules, async ({ name: given, type, content }) => {
    const { sha256, size } = await blobs.put(content, { maxBytes: MAX_DOCUMENT_FILE_SIZE });
    const name = cleanName(given);
    const mismatch = await describeMismatch(name, await readBeginning(blobs, sha256));
    return { name, type: cleanType(type), sha256, size, mismatch };
  });
  return { file, facts };
}

/** @throws AppError `file_not_found` if somebody removed the file since it was stored */
async function readBeginning(blobs: Blobs, hash: string): Promise<Uint8Array> {
  const beginning = await blobs.stream(hash, { first: 0, last: FILE_BEGINNING_SIZE - 1 });
  if (!beginning) throw fileNotFound();
  return buffer(beginning);
}

/**
 * Returns the facts in the form of an upload. Users who may upload may not change documents otherwise.
 * @throws AppError `bad_expiry_day`, `bad_version_fact`
 */
function versionFacts(fields: ReadonlyMap<string, string>): Partial<VersionFacts> {
  const days = new Set(['issued_on', 'expires_on']);
  const entries = [...fields].map(([name, value]) => {
    if (days.has(name)) return [name, dayIn(name, value)];
    if (name === 'no_expiry_stated') return [name, flagIn(name, value)];
    return [name, lineIn(name, value)];
  });
  return Object.fromEntries(entries) as Partial<VersionFacts>;
}

function dayIn(name: string, value: string): string {
  const day = new Date(`${value}T00:00:00Z`);
  if (DAY.test(value) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)) return value;
  const code = name === 'expires_on' ? 'bad_expiry_day' : 'bad_version_fact';
  throw new AppError('invalid', code, `${name} must be a day such as 2027-02-20.`);
}

function flagIn(name: string, value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw new AppError('invalid', 'bad_version_fact', `${name} must be true or false.`);
}

function lineIn(name: string, value: string): string {
  const { max } = name === 'issuer' ? DOCUMENT_FIELDS.issuer : DOCUMENT_FIELDS.certificate_number;
  if (ONE_LINE_TEXT.test(value) && [...value].length <= max) return value;
  throw new AppError('invalid', 'bad_version_fact', `${name} must be one line of at most ${max} characters.`);
}

const ONE_LINE_TEXT = new RegExp(ONE_LINE.pattern, 'u');

/** Returns the base name of the file that the client sent, without unprintable and invisible characters. */
function cleanName(given: string | undefined): string {
  const last = (given ?? '').split(/[/\\]/).at(-1) ?? '';
  const name = withoutInvisible(last.replaceAll(/[\p{Cc}\p{Cs}]/gu, '')).trim();
  return [...(name || 'document')].slice(-MAX_NAME_LENGTH).join('');
}

const cleanType = (given: string): string =>
  MEDIA_TYPE.test(given) ? given.toLowerCase() : 'application/octet-stream';

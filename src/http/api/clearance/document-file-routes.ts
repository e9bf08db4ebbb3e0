import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import {
  attachFile,
  detachFile,
  fileNotFound,
  findFile,
  MAX_DOCUMENT_FILE_SIZE,
  recordDownload,
  requireDocument,
  type StoredFile,
} from '../../../clearance/documents/document-file-service.ts';
import type { RoomActor } from '../../../people/permissions/actor.ts';
import type { BlobStore, ByteRange } from '../../../platform/blobs/blob-store.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { AppError } from '../../../platform/kernel/errors.ts';
import { withoutInvisible } from '../../../platform/kernel/name-text.ts';
import { type AccessControl, admit, roomActorOf } from '../../server/access.ts';
import { type FormRules, withForm } from '../../server/form.ts';
import { fileResponses, sendFile } from '../../server/send-file.ts';
import { changeInRoom, type RoomRouteParts, requireAcceptable } from './room-request.ts';
import { DocumentResponse } from './room-response.ts';

interface DocumentFileRouteParts extends RoomRouteParts {
  accessControl: AccessControl;
  blobs: BlobStore;
}

const MAX_NAME_LENGTH = 255;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,62}$/i;
const DAY = /^(?:19|20|21)\d\d-\d\d-\d\d$/;
const OneDocument = Type.Object({ room_id: Type.String(), document_id: Type.String() });
const UploadBody = Type.Object(
  {
    expires_on: Type.Optional(
      Type.String({ format: 'date', description: 'The expiry date of the document' }),
    ),
    file: Type.String({ format: 'binary' }),
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
          'Upload the file of a document: a form with the part `file`, and optionally `expires_on`',
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
        const { file, expiresOn } = await receive(request, parts);
        const change = async (tx: Transaction, actor: RoomActor, at: Date) => ({
          body: await attachFile(tx, actor, { documentId, file, expiresOn }, at),
        });
        await changeInRoom(parts, request, reply, change, { file, expiresOn });
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
        schema: { ...describe('Download the file of a document'), response: fileResponses('*/*') },
      },
      async (request, reply) => {
        const { room_id: roomId, document_id: documentId } = request.params;
        const file = await findFile(database.query, roomId, documentId);
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
async function requireWhole(blobs: BlobStore, hash: string): Promise<void> {
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
): Promise<{ file: StoredFile; expiresOn: string | undefined }> {
  let expiresOn: string | undefined;
  const rules: FormRules = {
    fields: ['expires_on'],
    maxFileSize: MAX_DOCUMENT_FILE_SIZE,
    async accept(fields) {
      expiresOn = expiryDay(fields.get('expires_on'));
      // The file may have taken minutes to arrive.
      await admit(accessControl, request);
      await requireAcceptable(database, request);
    },
  };
  const file = await withForm(request, rules, async ({ name, type, content }) => {
    const { sha256, size } = await blobs.put(content, { maxBytes: MAX_DOCUMENT_FILE_SIZE });
    return { name: cleanName(name), type: cleanType(type), sha256, size };
  });
  return { file, expiresOn };
}

/** Checks the expiry day in the form of the upload. Users who may upload may not change documents otherwise. */
function expiryDay(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const day = new Date(`${value}T00:00:00Z`);
  if (DAY.test(value) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)) return value;
  throw new AppError('invalid', 'bad_expiry_day', 'expires_on must be a day such as 2027-02-20.');
}

/** Returns the base name of the file that the client sent, without unprintable and invisible characters. */
function cleanName(given: string | undefined): string {
  const last = (given ?? '').split(/[/\\]/).at(-1) ?? '';
  const name = withoutInvisible(last.replaceAll(/[\p{Cc}\p{Cs}]/gu, '')).trim();
  return [...(name || 'document')].slice(-MAX_NAME_LENGTH).join('');
}

const cleanType = (given: string): string =>
  MEDIA_TYPE.test(given) ? given.toLowerCase() : 'application/octet-stream';

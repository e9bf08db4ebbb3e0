import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Blobs } from '../../../platform/blobs/blob-ledger.ts';
import { removeUnused } from '../../../platform/blobs/collect-orphans.ts';
import type { Clock } from '../../../platform/kernel/clock.ts';
import type { Snapshot } from '../../../records/snapshots/snapshot.ts';
import type { SnapshotReader } from '../../../records/snapshots/snapshot-reader.ts';
import { MAX_TITLE_LENGTH } from '../../../records/snapshots/snapshot-request.ts';
import {
  deleteSnapshot,
  recordDownload,
  type SnapshotService,
} from '../../../records/snapshots/snapshot-service.ts';
import { listSnapshots, requireSnapshot } from '../../../records/snapshots/snapshot-store.ts';
import { taskIdOf } from '../../../records/snapshots/task.ts';
import { dropUnknownFields } from '../../schema/known-fields.ts';
import { Line } from '../../schema/text-schema.ts';
import { roomActorOf } from '../../server/access.ts';
import { idempotentWrite } from '../../server/idempotent-write.ts';
import type { RequestDatabase } from '../../server/request-database.ts';
import { fileResponses, sendFile } from '../../server/send-file.ts';
import { SnapshotResponse, snapshotPath, toSnapshotResponse } from './snapshot-response.ts';

interface SnapshotRouteParts {
  database: RequestDatabase;
  snapshots: SnapshotService;
  readSnapshot: SnapshotReader;
  blobs: Blobs;
  forgetEdition: (key: string) => void;
  clock: Clock;
  /** Seconds that a task may take unless the request says otherwise. */
  taskTimeoutSeconds: number;
}

const MAX_TIMEOUT_SECONDS = 3600;
const FARTHEST_OFFSET = 2_147_483_647;
const LARGEST_LIST = 1000;
const InRoom = Type.Object({ room_id: Type.String() });
const OneSnapshot = Type.Object({ room_id: Type.String(), snapshot_id: Type.String() });
const NewSnapshot = Type.Object(
  {
    title: Type.Optional(Type.Union([Line({ maxLength: MAX_TITLE_LENGTH }), Type.Null()])),
    snapshot_type: Type.String({ default: 'pdf', description: 'pdf, json or csv' }),
    include_documents: Type.Boolean({ default: true }),
    include_approvals: Type.Boolean({ default: true }),
    include_activity: Type.Boolean({ default: true }),
    include_commercial: Type.Boolean({
      default: false,
      description:
        'Whether the record states the commercial terms. Needs `commercial.view`, as reading that record does',
    }),
    compare_to: Type.Optional(
      Type.Union([Type.String(), Type.Null()], {
        description:
          'The id of an earlier snapshot of this room. The record then also shows the changes since',
      }),
    ),
    timeout_seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_TIMEOUT_SECONDS })),
  },
  {
    description:
      'Other fields are ignored, as in the hub, unless their name is a misspelling of one of these',
  },
);
const CreatedSnapshot = Type.Object({
  ...SnapshotResponse.properties,
  ignored_fields: Type.Array(Type.String(), { description: 'The fields of the request that have no effect' }),
});

/** The routes of snapshots. */
export const snapshotRoutes =
  (parts: SnapshotRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    for (const route of [takeRoute, listRoute, readRoute, downloadRoute, deleteRoute]) {
      await app.register(route(parts));
    }
  };

const takeRoute =
  ({ database, snapshots, clock, taskTimeoutSeconds }: SnapshotRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      '/rooms/:room_id/snapshots',
      {
        config: { access: { room: 'snapshot.create' } },
        schema: {
          tags: ['snapshots'],
          summary: 'Take a snapshot of a room. The file is made in the background',
          params: InRoom,
          body: NewSnapshot,
          response: { 201: CreatedSnapshot },
        },
      },
      async (request, reply) => {
        const ignored_fields = dropUnknownFields(request.body, Object.keys(NewSnapshot.properties));
        let created = undefined as Snapshot | undefined;
        await idempotentWrite(database, request, reply, async (tx) => {
          const wanted = toSnapshotRequest(request.body, { requestId: request.id, taskTimeoutSeconds });
          const actor = roomActorOf(request);
          created = await snapshots.request(tx, actor, wanted, clock());
          const body = { ...toSnapshotResponse(created, actor.roomRole), ignored_fields };
          return { status: 201, body, location: snapshotPath(created) };
        });
        // Not for a repetition of a request that was answered before.
        if (created) logCreated(request, created);
      },
    );
  };

const toSnapshotRequest = (
  body: Static<typeof NewSnapshot>,
  { requestId, taskTimeoutSeconds }: { requestId: string; taskTimeoutSeconds: number },
) => ({
  title: body.title ?? null,
  type: body.snapshot_type,
  sections: {
    documents: body.include_documents,
    approvals: body.include_approvals,
    activity: body.include_activity,
  },
  includeCommercial: body.include_commercial,
  compareTo: body.compare_to ?? null,
  timeoutSeconds: body.timeout_seconds ?? taskTimeoutSeconds,
  requestId,
});

const listRoute =
  ({ database }: SnapshotRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/rooms/:room_id/snapshots',
      {
        config: { access: { room: 'snapshot.view' } },
        schema: {
          tags: ['snapshots'],
          summary: 'List the snapshots of a room, newest first',
          params: InRoom,
          querystring: Type.Object({
            limit: Type.Integer({
              default: 20,
              description: `At most ${LARGEST_LIST}. A negative number means as many as possible`,
            }),
            offset: Type.Integer({ default: 0, description: 'A negative number means 0' }),
          }),
          response: { 200: Type.Array(SnapshotResponse) },
        },
      },
      async (request) => {
        const { params, query } = request;
        const { limit, offset } = query;
        const page = {
          limit: limit < 0 ? LARGEST_LIST : Math.min(limit, LARGEST_LIST),
          offset: Math.min(Math.max(offset, 0), FARTHEST_OFFSET),
        };
        const { roomRole } = roomActorOf(request);
        const found = await listSnapshots(database.query, params.room_id, page);
        return found.map((snapshot) => toSnapshotResponse(snapshot, roomRole));
      },
    );
  };

const readRoute =
  ({ database }: SnapshotRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/rooms/:room_id/snapshots/:snapshot_id',
      {
        config: { access: { room: 'snapshot.view' } },
        schema: {
          tags: ['snapshots'],
          summary: 'Read a snapshot',
          params: OneSnapshot,
          response: { 200: SnapshotResponse },
        },
      },
      async (request) => {
        const { room_id, snapshot_id } = request.params;
        const snapshot = await requireSnapshot(database.query, room_id, snapshot_id);
        return toSnapshotResponse(snapshot, roomActorOf(request).roomRole);
      },
    );
  };

const downloadRoute =
  ({ database, readSnapshot, clock }: SnapshotRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/rooms/:room_id/snapshots/:snapshot_id/download',
      {
        config: { access: { room: 'snapshot.view', opensRecords: true }, bound: 'download' },
        schema: {
          tags: ['snapshots'],
          summary: 'Download the file of a completed snapshot',
          params: OneSnapshot,
          response: fileResponses(...new Set(Object.values(MEDIA_TYPES))),
        },
      },
      async (request, reply) => {
        const { params, signal } = request;
        const snapshot = await requireSnapshot(database.query, params.room_id, params.snapshot_id);
        const file = await readSnapshot(snapshot, signal);
        return sendFile(
          request,
          reply,
          {
            ...file,
            name: `snapshot-${snapshot.id}.${EXTENSIONS[snapshot.type]}`,
            type: MEDIA_TYPES[snapshot.type],
          },
          () =>
            database.transactionsOf(request)((tx) =>
              recordDownload(tx, roomActorOf(request), snapshot, clock()),
            ),
        );
      },
    );
  };

const deleteRoute =
  ({ database, blobs, forgetEdition, clock }: SnapshotRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.delete(
      '/rooms/:room_id/snapshots/:snapshot_id',
      {
        config: { access: { room: 'snapshot.delete' } },
        schema: {
          tags: ['snapshots'],
          summary: 'Delete a snapshot, and the data that no other snapshot uses',
          params: OneSnapshot,
          response: { 200: Type.Object({ message: Type.String(), snapshot_id: Type.String() }) },
        },
      },
      async (request) => {
        const { room_id, snapshot_id } = request.params;
        const at = clock();
        const { snapshot, unused } = await database.transactionsOf(request)(async (tx) => {
          const { email, roomRole } = roomActorOf(request);
          const by = { email, detail: { deleted_by_role: roomRole } };
          const found = await requireSnapshot(tx, room_id, snapshot_id);
          return { snapshot: found, unused: await deleteSnapshot(tx, by, found, at) };
        });
        await removeUnused({ db: database.query, blobs, at }, unused);
        if (unused.length > 1 && snapshot.file) forgetEdition(snapshot.file.editionKey);
        return { message: 'Snapshot deleted successfully', snapshot_id };
      },
    );
  };

function logCreated({ log }: Pick<FastifyRequest, 'log'>, { id, roomId, type }: Snapshot): void {
  log.info({ snapshot_id: id, task_id: taskIdOf(id), room_id: roomId, type }, 'task created');
}

const EXTENSIONS = { pdf: 'pdf', json: 'json', csv: 'zip' } as const;
const MEDIA_TYPES = { pdf: 'application/pdf', json: 'application/json', csv: 'application/zip' } as const;

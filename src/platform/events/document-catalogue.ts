import { Type } from 'typebox';
import type { EventDefinitions } from './event-definition.ts';
import { Bytes, Change, ChangeOf, Count, Day, Fact, Flag, Id, Nullable, Sha256, Text } from './payload.ts';
import { ROOM_CHANGE } from './room-catalogue.ts';

const DOCUMENT = { ...ROOM_CHANGE, item: 'document', stale: [...ROOM_CHANGE.stale, 'documents'] } as const;

const File = Type.Object(
  { name: Text, size: Bytes, sha256: Sha256 },
  { additionalProperties: false, description: '`name`, `size` and `sha256`' },
);

export const DOCUMENT_CATALOGUE = {
  document_created: {
    ...DOCUMENT,
    meaning: 'A document was added to the list of a room.',
    payload: { document_id: Id, type_code: Text },
    others: Fact,
  },
  document_updated: {
    ...DOCUMENT,
    meaning: 'Facts of a document were changed.',
    payload: { document_id: Id },
    others: Change,
  },
  document_deleted: {
    ...DOCUMENT,
    meaning: 'A document was removed from the list of a room.',
    payload: { document_id: Id, type_code: Text, vessel_id: Nullable(Id), file_sha256: Nullable(Sha256) },
  },
  document_uploaded: {
    ...DOCUMENT,
    meaning: 'A document received its file, and is under review.',
    payload: {
      document_id: Id,
      file: File,
      replaced_sha256: Nullable(Sha256),
      status: ChangeOf(Text),
      expires_on: ChangeOf(Nullable(Day)),
    },
  },
  document_file_deleted: {
    ...DOCUMENT,
    meaning: 'The file of a document was removed, so the document is missing.',
    payload: {
      document_id: Id,
      file_name: Nullable(Text),
      file_sha256: Nullable(Sha256),
      status: ChangeOf(Text),
    },
  },
  document_approved: {
    ...DOCUMENT,
    meaning: 'A reviewer approved a document.',
    payload: { document_id: Id },
    others: Change,
  },
  document_rejected: {
    ...DOCUMENT,
    meaning: 'A reviewer rejected a document.',
    payload: { document_id: Id },
    others: Change,
  },
  document_downloaded: {
    belongsTo: 'room',
    // Parties do not learn who reads a file.
    audience: 'administrators',
    item: 'document',
    revision: 'kept',
    meaning: 'The file of a document was downloaded.',
    payload: { document_id: Id, file_name: Text, file_size: Bytes, file_sha256: Sha256 },
  },

  document_type_created: {
    belongsTo: 'document_type',
    audience: 'administrators',
    revision: 'kept',
    meaning: 'A document type was created.',
    payload: {
      document_type_id: Id,
      code: Text,
      name: Text,
      description: Nullable(Text),
      category: Text,
      criticality: Text,
      required: Flag,
    },
  },
  document_type_updated: {
    belongsTo: 'document_type',
    audience: 'rooms',
    stale: DOCUMENT.stale,
    revision: 'moved',
    meaning: 'A document type was changed, and with it the rooms that list documents of the type.',
    payload: { document_type_id: Id, code: Text, rooms: Count },
    others: Change,
  },
} as const satisfies EventDefinitions;

import { Type } from 'typebox';
import type { EventDefinitions } from './event-definition.ts';
import {
  Bytes,
  Change,
  ChangeOf,
  Count,
  Day,
  Days,
  Fact,
  Flag,
  Id,
  Nullable,
  Sha256,
  Text,
} from './payload.ts';
import { ROOM_CHANGE } from './room-catalogue.ts';

const DOCUMENT = { ...ROOM_CHANGE, item: 'document', stale: [...ROOM_CHANGE.stale, 'documents'] } as const;

const REQUIREMENT = { ...ROOM_CHANGE, stale: DOCUMENT.stale } as const;

const TEMPLATE = { belongsTo: 'document_type', audience: 'administrators', revision: 'kept' } as const;

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
      version: Type.Optional(Count),
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

  requirement_added: {
    ...REQUIREMENT,
    meaning: 'A room asks for a type of document.',
    payload: { requirement_id: Id, type_code: Text },
  },
  requirement_updated: {
    ...REQUIREMENT,
    meaning: 'What a room asks for with a type of document was changed.',
    payload: { requirement_id: Id },
    others: Change,
  },
  requirement_removed: {
    ...REQUIREMENT,
    meaning: 'A room no longer asks for a type of document. Its documents were removed from the list.',
    payload: { requirement_id: Id, type_code: Text, documents: Count },
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
      applies_to: Type.Optional(Text),
      due_stage: Type.Optional(Nullable(Text)),
      expires: Type.Optional(Flag),
      max_age_days: Type.Optional(Nullable(Days)),
      needs_file: Type.Optional(Flag),
    },
  },
  template_created: {
    ...TEMPLATE,
    meaning: 'A template of requirements was added.',
    payload: { code: Text, name: Text },
  },
  template_updated: {
    ...TEMPLATE,
    meaning: 'A template of requirements was changed. Rooms that were opened from it keep what they ask for.',
    payload: { code: Text, name: Text, fields: Type.Array(Text, { description: 'names of fields' }) },
  },
  template_deleted: {
    ...TEMPLATE,
    meaning: 'A template of requirements was removed.',
    payload: { code: Text, name: Text },
  },
  document_type_updated: {
    belongsTo: 'document_type',
    audience: 'rooms',
    stale: DOCUMENT.stale,
    revision: 'moved',
    meaning:
      'A document type was changed, and with its name or category the rooms that list documents of the type.',
    payload: { document_type_id: Id, code: Text, rooms: Count },
    others: Change,
  },
} as const satisfies EventDefinitions;

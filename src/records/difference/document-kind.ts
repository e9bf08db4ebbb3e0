import { DOCUMENT_FIELDS } from '../../clearance/vocabulary/document-fields.ts';
import { documentName } from '../../clearance/vocabulary/document-name.ts';
import type { DocumentState } from '../../clearance/vocabulary/room-state.ts';
import { bytesText } from '../wording/amount-text.ts';
import type { ItemKind } from './compare-items.ts';
import { comparedFields, type Field, togetherAs } from './field.ts';
import { traceText } from './trace-text.ts';

const HASH_DIGITS = 12;

const TYPE: Field<DocumentState> = {
  name: 'type_code',
  label: 'type',
  weight: 'detail',
  value: ({ type_code }) => type_code,
  text: ({ type_name }) => type_name,
};

const SHIP: Field<DocumentState> = {
  name: 'vessel_id',
  label: 'vessel',
  weight: 'detail',
  value: ({ vessel_id }) => vessel_id,
  text: ({ vessel_name }) => vessel_name,
};

const FILE: Field<DocumentState> = {
  name: 'file',
  label: 'file',
  weight: 'main',
  value: ({ file_name, file_size, file_sha256, file_mismatch = null }) =>
    togetherAs(file_name, file_size, file_sha256, file_mismatch),
  text: ({ file_name, file_size, file_sha256 }) => {
    const facts = [
      file_size === null ? '' : bytesText(file_size),
      file_sha256 === null ? '' : `SHA-256 ${file_sha256.slice(0, HASH_DIGITS)}…`,
    ].filter(Boolean);
    return [file_name, facts.length === 0 ? '' : `(${facts.join(', ')})`].filter(Boolean).join(' ') || null;
  },
};

const traceOf = (done: 'uploaded' | 'reviewed'): Field<DocumentState> => ({
  name: done,
  label: done,
  weight: 'trace',
  value: (document) => togetherAs(document[`${done}_at`], document[`${done}_by`]),
  text: (document) => traceText(document[`${done}_at`], document[`${done}_by`]),
});

/**
 * The comparison of documents. What follows from other facts, such as the days to spare, is left out. The facts of
 * a type are compared once for each type.
 */
export const DOCUMENT: ItemKind<DocumentState> = {
  type: 'document',
  id: ({ id }) => id,
  name: documentName,
  fields: [
    ...comparedFields(DOCUMENT_FIELDS, ['status', 'expires_on'], {
      status: { weight: 'lead' },
      expires_on: { weight: 'main' },
    }),
    TYPE,
    SHIP,
    FILE,
    ...comparedFields(DOCUMENT_FIELDS, [
      ...(['certificate_number', 'issuer', 'issued_on', 'no_expiry_stated'] as const),
      ...(['responsible_party', 'priority', 'critical_path', 'notes'] as const),
    ]),
    traceOf('uploaded'),
    traceOf('reviewed'),
  ],
};

import { DOCUMENT_FIELDS } from '../contract/form-fields.ts';
import type { Field } from './fields.ts';
import type { RoomDocument } from './room-queries.ts';

const NAMES: readonly string[] = [
  'certificate_number',
  'issuer',
  'issued_on',
  'expires_on',
  'no_expiry_stated',
];

/** The fields of the facts that belong to one version of a document. */
export const VERSION_FIELDS: readonly Field[] = DOCUMENT_FIELDS.filter(({ name }) => NAMES.includes(name));

/** Returns the facts that a document needs for its approval and that nobody has stated yet. */
export function missingFacts(document: RoomDocument): readonly Field[] {
  const { expires, expires_on, no_expiry_stated, max_age_days, issued_on } = document;
  const missing = [
    ...(expires && expires_on === null && !no_expiry_stated ? ['expires_on', 'no_expiry_stated'] : []),
    ...(max_age_days !== null && issued_on === null ? ['issued_on'] : []),
  ];
  return VERSION_FIELDS.filter(({ name }) => missing.includes(name)).map((field) =>
    field.name === 'issued_on' ? { ...field, isRequired: true } : field,
  );
}

import { DOCUMENT_FIELDS } from '../../clearance/vocabulary/document-fields.ts';
import type { DocumentState } from '../../clearance/vocabulary/room-state.ts';
import { categoryWord } from '../wording/vocabulary.ts';
import { compareItems, type ItemKind } from './compare-items.ts';
import type { Change } from './difference.ts';
import { comparedFields } from './field.ts';
import { criticality } from './words.ts';

const ALWAYS = ['type_name', 'category', 'criticality', 'required'] as const;
const ADDED = ['applies_to', 'due_stage', 'expires', 'max_age_days', 'needs_file'] as const;

const DOCUMENT_TYPE: ItemKind<DocumentState> = {
  type: 'document_type',
  id: ({ type_code }) => type_code,
  name: ({ type_name }) => `Document type ${type_name}`,
  fields: comparedFields(DOCUMENT_FIELDS, [...ALWAYS, ...ADDED], {
    category: { read: (name) => categoryWord(name).toLowerCase() },
    criticality: { read: criticality },
  }),
};

/** Compares the document types that both states have. The documents themselves show the types of only one state. */
export function compareDocumentTypes(
  before: readonly DocumentState[],
  after: readonly DocumentState[],
): Change[] {
  const byCode = (documents: readonly DocumentState[]) =>
    new Map(documents.map((document) => [document.type_code, document]));
  const [old, present] = [byCode(before), byCode(after)];
  const shared = (types: Map<string, DocumentState>) =>
    [...types.values()].filter(({ type_code }) => old.has(type_code) && present.has(type_code));
  return compareItems(DOCUMENT_TYPE, shared(old), shared(present));
}

import type { DocumentState } from '../../clearance/vocabulary/room-state.ts';
import { categoryWord } from '../wording/vocabulary.ts';
import { compareItems, type ItemKind } from './compare-items.ts';
import type { Change } from './difference.ts';
import { fieldOf } from './field.ts';
import { criticality } from './words.ts';

const field = fieldOf<DocumentState>();

const DOCUMENT_TYPE: ItemKind<DocumentState> = {
  type: 'document_type',
  id: ({ type_code }) => type_code,
  name: ({ type_name }) => `Document type ${type_name}`,
  fields: [
    field('type_name', 'name'),
    field('category', 'category', { read: (name) => categoryWord(name).toLowerCase() }),
    field('criticality', 'criticality', { read: criticality }),
    field('required', 'required'),
  ],
};

/** Types that both states have documents of. One that only one of them has is told by its documents. */
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

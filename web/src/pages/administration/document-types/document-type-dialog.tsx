import { api, bodyOf } from '../../../api/api.ts';
import type { RequestBody } from '../../../contract/route-types.ts';
import type { DocumentType } from '../../../room/document-types.ts';
import type { Field } from '../../../room/fields.ts';
import { REQUIREMENT_FORM } from '../../../room/requirement-form.ts';
import { EntryDialog } from '../entry-dialog.tsx';

type NewType = RequestBody<'/api/v1/document-types', 'post'>;

const CATEGORIES: Record<NewType['category'], true> = {
  ...{ technical: true, regulatory: true, commercial: true, general: true },
};
const FIELDS: readonly Field[] = [
  { name: 'name', label: 'Name', kind: 'name', isRequired: true },
  { name: 'category', label: 'Category', kind: 'choice', isRequired: true, options: Object.keys(CATEGORIES) },
  { name: 'description', label: 'Description', kind: 'text' },
  ...REQUIREMENT_FORM,
];
const CODE: Field = {
  ...{ name: 'code', label: 'Code (small letters, digits and _)', kind: 'line', isRequired: true },
};

interface DocumentTypeDialogProps {
  /** The type to change; undefined for a new one. */
  type: DocumentType | undefined;
  onClose(): void;
  /** @param text what was done */
  onSaved(text: string): void;
}

/** Adds or changes a type of document. */
export const DocumentTypeDialog = ({ type, onClose, onSaved }: DocumentTypeDialogProps) => (
  <EntryDialog
    title={type ? `Edit ${type.name}` : 'New document type'}
    submit={type ? 'Save' : 'Add'}
    hint="Rooms that ask for this type already keep what they ask for."
    fields={type ? FIELDS : [CODE, ...FIELDS]}
    entry={type}
    fieldOf={{ document_type_exists: 'code' }}
    stale="document-types"
    save={(values) =>
      type
        ? bodyOf(
            api.PATCH('/api/v1/document-types/{code}', {
              params: { path: { code: type.code } },
              body: values,
            }),
          )
        : bodyOf(api.POST('/api/v1/document-types', { body: values as NewType }))
    }
    onClose={onClose}
    onSaved={() => onSaved(type ? `${type.name} was changed.` : 'The document type was added.')}
  />
);

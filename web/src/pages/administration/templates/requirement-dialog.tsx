import type { DocumentType } from '../../../room/document-types.ts';
import type { Field } from '../../../room/fields.ts';
import { REQUIREMENT_FORM } from '../../../room/requirement-form.ts';
import { TEMPLATES, type Template } from '../../../room/templates.ts';
import { EntryDialog } from '../entry-dialog.tsx';
import { changeRequirements, type TemplateRequirement } from './template-changes.ts';

interface RequirementDialogProps {
  template: Template;
  types: readonly DocumentType[];
  /** What is to be changed; undefined for a further type. */
  edited: TemplateRequirement | undefined;
  onClose(): void;
}

/** Changes what a template asks for of one type of document, or asks for a further type. */
export function RequirementDialog({ template, types, edited, onClose }: RequirementDialogProps) {
  const name = types.find(({ code }) => code === edited?.type_code)?.name ?? edited?.type_code;
  const change = (values: Record<string, unknown>) =>
    changeRequirements(template.code, (requirements) =>
      edited
        ? requirements.map((each) => (each.type_code === edited.type_code ? { ...each, ...values } : each))
        : [...requirements, values as TemplateRequirement],
    );
  return (
    <EntryDialog
      title={edited ? `Edit ${name}` : 'Ask for a document type'}
      submit={edited ? 'Save' : 'Ask'}
      hint="This is for rooms that are opened from now on."
      fields={edited ? REQUIREMENT_FORM : [typeField(template, types), ...REQUIREMENT_FORM]}
      entry={edited}
      fieldOf={{ repeated_document_type: 'type_code', unknown_document_type: 'type_code' }}
      stale={TEMPLATES}
      save={change}
      onClose={onClose}
    />
  );
}

function typeField({ requirements }: Template, types: readonly DocumentType[]): Field {
  const isAsked = new Set(requirements.map(({ type_code }) => type_code));
  return {
    ...{ name: 'type_code', label: 'Document type', kind: 'choice', isRequired: true },
    options: types
      .filter(({ code }) => !isAsked.has(code))
      .map(({ code, name }) => ({ value: code, label: name })),
  };
}

import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { documentTypesQuery } from '../../../room/document-types.ts';
import type { Field } from '../../../room/fields.ts';
import { TEMPLATES, type Template } from '../../../room/templates.ts';
import { EntryDialog } from '../entry-dialog.tsx';
import { addTemplate, type TemplateFacts } from './template-changes.ts';

/** No code of a template has a dot. */
const REQUIRED_TYPES = '.required';

/** What a template has that starts with the types of documents that are always required. */
const WITHOUT_MODEL: Omit<TemplateFacts, 'name'> = {
  ...{ description: null, trade: 'oil', region: null, guide_edition: null, expiry_margin_days: 3 },
  ...{ four_eyes: 'marked', asks_suitability: false, asks_compatibility: false },
};

interface NewTemplateDialogProps {
  templates: readonly Template[];
  onClose(): void;
}

/** Makes a template from another one. The page of the new template is opened, where it is adapted. */
export function NewTemplateDialog({ templates, onClose }: NewTemplateDialogProps) {
  const [, goTo] = useLocation();
  const { data: types } = useQuery(documentTypesQuery);
  const make = async ({ code, name, from }: Record<string, unknown>) => {
    const made = { code: String(code), name: String(name) };
    const model = templates.find((template) => template.code === from);
    if (model) {
      const { origin: _, ...rest } = model;
      await addTemplate({ ...rest, ...made });
    } else {
      const requirements = (types ?? []).filter(({ required }) => required).map(requirementOf);
      await addTemplate({ ...WITHOUT_MODEL, requirements, ...made });
    }
    goTo(`/admin/templates/${made.code}`);
  };
  return (
    <EntryDialog
      title="New template"
      submit="Make the template"
      hint="The template begins with what another one asks for. Adapt it on its own page."
      fields={fieldsOf(templates)}
      fieldOf={{ template_exists: 'code' }}
      stale={TEMPLATES}
      save={make}
      onClose={onClose}
    />
  );
}

const fieldsOf = (templates: readonly Template[]): readonly Field[] => [
  { name: 'name', label: 'Name', kind: 'name', isRequired: true },
  { name: 'code', label: 'Code (small letters, digits and _)', kind: 'line', isRequired: true },
  {
    ...{ name: 'from', label: 'Start from', kind: 'choice', isRequired: true },
    options: [
      ...templates.map(({ code, name }) => ({ value: code, label: name })),
      { value: REQUIRED_TYPES, label: 'Every required document type' },
    ],
  },
];

interface Type extends Omit<Template['requirements'][number], 'type_code'> {
  code: string;
}

const requirementOf = ({ code, ...type }: Type): Template['requirements'][number] => {
  const { required, criticality, applies_to, due_stage, expires, max_age_days, needs_file } = type;
  return {
    type_code: code,
    ...{ required, criticality, applies_to, due_stage, expires, max_age_days, needs_file },
  };
};

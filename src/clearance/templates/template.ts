import type { RequirementInput } from '../documents/default-document-types.ts';
import type { InputOf } from '../vocabulary/field.ts';
import type { TEMPLATE_FIELDS } from '../vocabulary/template-fields.ts';

/** What a room of a template asks for, by the code of the document type. */
export type TemplateRequirement = RequirementInput & { type_code: string };

/** What a new room can start from. */
export interface Template extends InputOf<typeof TEMPLATE_FIELDS> {
  code: string;
  requirements: TemplateRequirement[];
}

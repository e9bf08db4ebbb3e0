import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import { DEFAULT_TEMPLATES } from './default-templates.ts';
import type { Template } from './template.ts';

/** Where a template comes from: from Roomshot, from there with changes by administrators, or from administrators. */
export const TEMPLATE_ORIGINS = ['built_in', 'changed', 'own'] as const;
type TemplateOrigin = (typeof TEMPLATE_ORIGINS)[number];

export function originOf(template: Template): TemplateOrigin {
  const built = DEFAULT_TEMPLATES.find(({ code }) => code === template.code);
  if (!built) return 'own';
  return canonicalJson(built) === canonicalJson(template) ? 'built_in' : 'changed';
}

import { api, bodyOf } from '../../../api/api.ts';
import { readTemplate, type Template } from '../../../room/templates.ts';

export type TemplateRequirement = Template['requirements'][number];
export type TemplateFacts = Omit<Template, 'code' | 'requirements' | 'origin'>;

/** Adds a template that asks for the given documents. */
export const addTemplate = (
  template: Pick<Template, 'code' | 'requirements'> & TemplateFacts,
): Promise<unknown> => bodyOf(api.POST('/api/v1/templates', { body: template }));

/** Changes facts of a template. */
export const changeTemplate = (code: string, facts: Partial<TemplateFacts>): Promise<unknown> =>
  bodyOf(api.PATCH('/api/v1/templates/{code}', { params: { path: { code } }, body: facts }));

/**
 * Changes what a template asks for. The list is read again before, so that the changes of other administrators to other
 * types stay.
 */
export async function changeRequirements(
  code: string,
  change: (requirements: readonly TemplateRequirement[]) => TemplateRequirement[],
): Promise<unknown> {
  const { requirements } = await readTemplate(code);
  return bodyOf(
    api.PATCH('/api/v1/templates/{code}', {
      params: { path: { code } },
      body: { requirements: change(requirements) },
    }),
  );
}

import { api, bodyOf } from '../../../api/api.ts';
import type { Question } from '../../../components/confirm-dialog.tsx';
import { isolated } from '../../../components/sentence.tsx';
import type { Template } from '../../../room/templates.ts';
import { changeRequirements } from './template-changes.ts';

/** The confirmation that removes a template. */
export const removal = ({ code, name }: Template): Question<unknown> => ({
  title: `Remove ${isolated(name)}?`,
  text: 'Brokers can no longer open rooms from this template. Rooms that were opened from it stay as they are.',
  submit: 'Remove',
  isDangerous: true,
  act: () => bodyOf(api.DELETE('/api/v1/templates/{code}', { params: { path: { code } } })),
  describe: () => `${name} was removed.`,
});

/** The confirmation that takes a type of document off a template. @param name the name of the type */
export const requirementRemoval = (code: string, typeCode: string, name: string): Question<unknown> => ({
  title: `Remove ${isolated(name)}?`,
  text: 'Rooms that are opened from this template from now on do not ask for it.',
  submit: 'Remove',
  isDangerous: true,
  act: () =>
    changeRequirements(code, (requirements) =>
      requirements.filter(({ type_code }) => type_code !== typeCode),
    ),
  describe: () => `The template no longer asks for ${name}.`,
});

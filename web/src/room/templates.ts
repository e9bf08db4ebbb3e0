import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api/api.ts';
import type { ResponseBody } from '../contract/route-types.ts';

export type Template = ResponseBody<'/api/v1/templates'>['items'][number];

export const TEMPLATES = 'templates';

/** The templates from which a room can be opened, by name. */
export const templatesQuery = queryOptions({
  queryKey: [TEMPLATES],
  queryFn: async () => (await bodyOf(api.GET('/api/v1/templates'))).items as Template[],
});

export const readTemplate = (code: string): Promise<Template> =>
  bodyOf(api.GET('/api/v1/templates/{code}', { params: { path: { code } } }));

export const templateQuery = (code: string) =>
  queryOptions({ queryKey: [TEMPLATES, code], queryFn: () => readTemplate(code) });

import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.ts';
import type { ResponseBody } from '../../contract/route-types.ts';

type Template = ResponseBody<'/api/v1/templates'>['items'][number];

/** The templates from which a room can be opened, by name. */
export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: async () => (await bodyOf(api.GET('/api/v1/templates'))).items as Template[],
});

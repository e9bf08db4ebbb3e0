import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.ts';
import type { paths } from '../../../contract/schema.d.ts';

export type Settings = paths['/api/v1/settings']['get']['responses'][200]['content']['application/json'];

/** The same until the server is started anew. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => bodyOf(api.GET('/api/v1/settings')),
});

import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.ts';
import type { ResponseBody } from '../../../contract/route-types.ts';

export type Settings = ResponseBody<'/api/v1/settings'>;

/** The settings of the server. They do not change while it runs. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => bodyOf(api.GET('/api/v1/settings')),
});

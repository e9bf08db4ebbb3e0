import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api/api.ts';
import type { ResponseBody } from '../contract/route-types.ts';

export type About = ResponseBody<'/api/v1/about'>;

/** Facts about the server. They do not change while it runs. */
export const aboutQuery = queryOptions({
  queryKey: ['about'],
  queryFn: () => bodyOf(api.GET('/api/v1/about')),
  staleTime: Number.POSITIVE_INFINITY,
});

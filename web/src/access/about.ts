import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api/api.ts';
import type { paths } from '../contract/schema.d.ts';

export type About = paths['/api/v1/about']['get']['responses'][200]['content']['application/json'];

/** What the server is: the same until it is started anew. */
export const aboutQuery = queryOptions({
  queryKey: ['about'],
  queryFn: () => bodyOf(api.GET('/api/v1/about')),
  staleTime: Number.POSITIVE_INFINITY,
});

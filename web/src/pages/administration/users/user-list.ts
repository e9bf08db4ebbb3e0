import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.ts';
import type { QueryOf, RequestBody, ResponseBody } from '../../../contract/route-types.ts';

export type User = ResponseBody<'/api/v1/users'>['items'][number];
export type UserFilter = Pick<QueryOf<'/api/v1/users'>, 'search' | 'role' | 'active'>;

export const USERS = 'users';
const PAGE_SIZE = 50;

export const userList = (filter: UserFilter) =>
  infiniteQueryOptions({
    queryKey: [USERS, filter],
    queryFn: ({ pageParam: cursor }) =>
      bodyOf(
        api.GET('/api/v1/users', {
          params: { query: { ...filter, limit: PAGE_SIZE, ...(cursor && { cursor }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: (previous) => previous,
  });

type Changes = RequestBody<'/api/v1/users/{user_id}', 'patch'>;

export const changeUser = (userId: string, body: Changes) =>
  bodyOf(api.PATCH('/api/v1/users/{user_id}', { params: { path: { user_id: userId } }, body }));

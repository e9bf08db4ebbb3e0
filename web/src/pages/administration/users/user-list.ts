import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.ts';
import type { paths } from '../../../contract/schema.d.ts';

type UsersRoute = paths['/api/v1/users']['get'];

export type User = UsersRoute['responses'][200]['content']['application/json']['items'][number];
export type UserFilter = Pick<UsersRoute['parameters']['query'], 'search' | 'role' | 'active'>;

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

type Changes = paths['/api/v1/users/{user_id}']['patch']['requestBody']['content']['application/json'];

export const changeUser = (userId: string, body: Changes) =>
  bodyOf(api.PATCH('/api/v1/users/{user_id}', { params: { path: { user_id: userId } }, body }));

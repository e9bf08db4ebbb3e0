import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/api.ts';
import type { paths } from '../contract/schema.d.ts';
import { useSession } from '../session/session.ts';

type Me = paths['/api/v1/auth/me']['get']['responses'][200]['content']['application/json'];
type SystemAction = Me['permissions'][number];

const STALE_MS = 5 * 60_000;

const meQuery = (email: string) =>
  queryOptions({
    queryKey: ['me', email],
    queryFn: () => bodyOf(api.GET('/api/v1/auth/me')),
    staleTime: STALE_MS,
  });

/** What the server says of the account, and whether that is on its way or was not to be had. */
export function useMe() {
  const email = useSession()?.email;
  return useQuery({ ...meQuery(email ?? ''), enabled: email !== undefined });
}

/**
 * Whether the account may do something outside of rooms, by the server's word; undefined until that is known.
 * What it may do in a room is in `permissions` of that room.
 */
export function useMay(action: SystemAction): boolean | undefined {
  return useMe().data?.permissions.includes(action);
}

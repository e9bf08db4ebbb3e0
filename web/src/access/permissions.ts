import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/api.ts';
import type { ResponseBody } from '../contract/route-types.ts';
import { useSession } from '../session/session.ts';

type SystemAction = ResponseBody<'/api/v1/auth/me'>['permissions'][number];

const STALE_MS = 5 * 60_000;

const meQuery = (email: string) =>
  queryOptions({
    queryKey: ['me', email],
    queryFn: () => bodyOf(api.GET('/api/v1/auth/me')),
    staleTime: STALE_MS,
  });

/** The signed-in account with its permissions, as the server reports it. */
export function useMe() {
  const email = useSession()?.email;
  return useQuery({ ...meQuery(email ?? ''), enabled: email !== undefined });
}

/**
 * Returns whether the account has a permission outside of rooms; undefined until the server has responded.
 * The permissions in a room are in `permissions` of that room.
 */
export function useMay(action: SystemAction): boolean | undefined {
  return useMe().data?.permissions.includes(action);
}

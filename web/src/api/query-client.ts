import { QueryClient } from '@tanstack/react-query';
import { currentSession, onSessionChange } from '../session/session.ts';
import { ApiProblem } from './api-problem.ts';

const MAX_RETRIES = 2;

/**
 * The cache of responses. A response is fresh for a few seconds. Transient failures are retried, rejections are not.
 *
 * Requests are sent even if the browser reports that it is offline: the server may be on the same machine, and a
 * failed change must be reported. By default, the library would queue changes and send them much later.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 10_000,
      retry: (failures, error) => failures < MAX_RETRIES && error instanceof ApiProblem && error.isTransient,
    },
    mutations: { networkMode: 'always' },
  },
});

// After a session ends, the next user must not see its data.
let token = currentSession()?.token;
onSessionChange(() => {
  if (token !== undefined && token !== currentSession()?.token) queryClient.clear();
  token = currentSession()?.token;
});

import { QueryClient } from '@tanstack/react-query';
import { currentSession, onSessionChange } from '../session/session.ts';
import { ApiProblem } from './api-problem.ts';

const MAX_RETRIES = 2;

/**
 * Answers count as fresh for a moment; what may pass by itself is tried again, what the server refuses is not.
 *
 * Requests are made whatever the browser thinks of the network: the server may be on the same machine, and what
 * does not get through has to say so. By itself the library would hold changes back and make them much later.
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

// What one person was shown is not for who signs in next, however the session ended.
let token = currentSession()?.token;
onSessionChange(() => {
  if (token !== undefined && token !== currentSession()?.token) queryClient.clear();
  token = currentSession()?.token;
});

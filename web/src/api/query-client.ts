import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api-problem.ts';

const MOST_RETRIES = 2;

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
      retry: (failures, error) => failures < MOST_RETRIES && error instanceof ApiProblem && error.isPassing,
    },
    mutations: { networkMode: 'always' },
  },
});

import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api-problem.ts';

const MOST_RETRIES = 2;

/** Answers count as fresh for a moment; what may pass by itself is tried again, what the server refuses is not. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < MOST_RETRIES && error instanceof ApiProblem && error.isPassing,
    },
  },
});

import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './call.ts';

const RETRIES_MAX = 2;

/** The cache of all server data. What the server refused is not asked again; what did not arrive is. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) =>
          failures < RETRIES_MAX &&
          !(error instanceof ApiError && error.status < 500 && error.status > 0),
        retryDelay: 500,
        refetchOnWindowFocus: false,
        // Calls go to this machine or its network; the browser's idea of "offline" says nothing about it.
        networkMode: 'always',
      },
    },
  });
}

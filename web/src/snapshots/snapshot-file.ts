import { queryOptions } from '@tanstack/react-query';
import { openApi } from '../api/open-api.ts';
import type { Snapshot } from './snapshot.ts';

/** The file of a snapshot. It never changes, so preview, download and verification share one request. */
export const fileQuery = ({ id, sha256, download_url }: Snapshot) =>
  queryOptions({
    queryKey: ['file', id, sha256],
    queryFn: async ({ signal }) => (await openApi(download_url, { signal })).blob(),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: sha256 !== null,
  });

import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api/api.ts';
import type { ResponseBody } from '../contract/route-types.ts';

export type DocumentType = ResponseBody<'/api/v1/document-types'>['items'][number];

/** Every type of document, by its code. */
export const documentTypesQuery = queryOptions({
  queryKey: ['document-types'],
  queryFn: async () => (await bodyOf(api.GET('/api/v1/document-types'))).items as DocumentType[],
});

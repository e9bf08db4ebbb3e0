import { openApi } from '../api/open-api.ts';
import type { paths } from '../contract/schema.d.ts';

export type Verification = paths['/api/v1/verify']['post']['responses'][200]['content']['application/json'];

/** Has the server say whether a file is a record of it, unchanged. @throws ApiProblem */
export async function verifyFile(file: Blob): Promise<Verification> {
  const body = new FormData();
  body.append('file', file);
  return (await openApi('/api/v1/verify', { method: 'POST', body })).json();
}

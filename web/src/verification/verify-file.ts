import { openApi } from '../api/open-api.ts';
import type { ResponseBody } from '../contract/route-types.ts';

export type Verification = ResponseBody<'/api/v1/verify', 'post'>;

/** Asks the server whether a file is an unchanged record of this installation. @throws ApiProblem */
export async function verifyFile(file: Blob): Promise<Verification> {
  const body = new FormData();
  body.append('file', file);
  return (await openApi('/api/v1/verify', { method: 'POST', body })).json();
}

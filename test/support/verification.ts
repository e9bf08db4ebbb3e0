import type { Answer, Client } from './client.ts';

/** Sends a file to be verified, as a form does. */
export async function verifyUpload(
  client: Client,
  bytes: Uint8Array,
  field = 'file',
): Promise<Pick<Answer, 'status' | 'body'>> {
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(bytes)]), 'record');
  const answer = await client.open('/verify', { method: 'POST', body: form });
  return { status: answer.status, body: await answer.json() };
}

/** The codes of the findings that are not good. */
export const faultsOf = ({ body }: Pick<Answer, 'body'>): string[] =>
  body.findings.filter(({ ok }: { ok: boolean }) => !ok).map(({ code }: { code: string }) => code);

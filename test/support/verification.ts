import { expect } from 'vitest';
import type { FindingCode } from '../../src/records/verification/verification.ts';
import { verifyFile } from '../../src/records/verification/verify.ts';
import type { Answer, Client } from './client.ts';

export type VerifyOptions = Parameters<typeof verifyFile>[1];

/** Lists what is wrong with a file; nothing at all means authentic. */
export async function findFaults(file: Uint8Array, options: VerifyOptions): Promise<FindingCode[]> {
  const { authentic, findings } = await verifyFile(file, options);
  const codes = findings.filter(({ ok }) => !ok).map(({ code }) => code);
  expect(authentic).toBe(codes.length === 0);
  return codes;
}

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

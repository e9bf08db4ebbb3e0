import { expect } from 'vitest';
import type { Answer, Client } from './client.ts';

/** As little as a PDF can be. */
export const PDF = Buffer.from('%PDF-1.7\n%%EOF\n');

const DAY_MS = 86_400_000;

/** The UTC day that lies this many days after today, `YYYY-MM-DD`. */
export const daysFromNow = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

interface Upload {
  bytes?: Uint8Array;
  name?: string;
  /** What the form says about the new version. */
  facts?: Record<string, string>;
  /** Whether the form has its file before the facts. */
  fileFirst?: boolean;
  headers?: Record<string, string>;
}

/** Uploads a file as a new version of a document. @param document the path of the document */
export async function upload(client: Client, document: string, own: Upload = {}): Promise<Answer> {
  const { bytes = PDF, name = 'certificate.pdf', facts = {}, fileFirst = false, headers = {} } = own;
  const form = new FormData();
  const attach = () => form.set('file', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), name);
  if (fileFirst) attach();
  for (const [field, value] of Object.entries(facts)) form.set(field, value);
  if (!fileFirst) attach();
  const answer = await client.open(`${document}/file`, { method: 'PUT', body: form, headers });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

interface People {
  uploader: Client;
  reviewer: Client;
}

/**
 * Lets one person upload a document and another approve it, with what its type asks for.
 * @returns the document as it is then
 */
export async function fileDocument(
  { uploader, reviewer }: People,
  document: string,
  facts: Record<string, string> = {},
): Promise<Answer['body']> {
  const { body: asked } = await reviewer.get(document);
  const wanted = {
    ...(asked.expires && { expires_on: '2099-12-31' }),
    ...(asked.max_age_days !== null && { issued_on: daysFromNow(0) }),
  };
  const uploaded = await upload(uploader, document, { facts: { ...wanted, ...facts } });
  expect(uploaded, JSON.stringify(uploaded.body)).toMatchObject({ status: 200 });
  const approved = await reviewer.post(`${document}/approve`);
  expect(approved, JSON.stringify(approved.body)).toMatchObject({ status: 200 });
  return approved.body;
}

import { PDF } from '@libpdf/core';
import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import { type EditionContent, restoreState, type SnapshotType } from '../editions/edition-content.ts';
import type { SealedStatement } from '../seal/seal-statement.ts';
import { type Finding, finding } from './verification.ts';

const ATTACHMENT = 'content.json';
const PARTIAL =
  'Sections were left out of this record on request, so the hash of the whole state cannot be computed from it. The seal vouches for what it holds.';

/**
 * Compares the data in an edition with the state hash in its seal. Call it only for editions with a valid seal: this is
 * the only place where a verifier interprets a file. A CSV edition contains no state to compare.
 */
export async function judgeState(
  edition: Uint8Array,
  type: SnapshotType,
  { revision, state_hash }: SealedStatement,
): Promise<Finding[]> {
  if (type === 'csv') return [];
  const content = await readContent(edition, type);
  if (!content) return [finding('state_matches', false)];
  const state = restoreState(content, revision);
  if (!state) return [{ code: 'state_matches', ok: true, text: PARTIAL }];
  return [finding('state_matches', sha256(canonicalJson(state)) === state_hash)];
}

async function readContent(edition: Uint8Array, type: 'pdf' | 'json'): Promise<EditionContent | undefined> {
  try {
    if (type === 'json') return JSON.parse(`${Buffer.from(edition).toString('utf8')}}`).content;
    const attached = (await PDF.load(edition)).attachments.get(ATTACHMENT);
    return attached ? JSON.parse(Buffer.from(attached).toString('utf8')) : undefined;
  } catch {
    // The owner of the key sealed data that are no record of this version.
    return undefined;
  }
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { canonicalJson } from '../../src/platform/kernel/canonical-json.ts';
import { type Clock, systemClock } from '../../src/platform/kernel/clock.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import type { EditionContent, SnapshotType } from '../../src/records/editions/edition-content.ts';
import { renderJsonEdition } from '../../src/records/editions/json-edition.ts';
import { PLAIN_DESIGN } from '../../src/records/rendering/design/report-design.ts';
import type { SealStatement } from '../../src/records/seal/seal-statement.ts';
import { createSealer, type Sealer } from '../../src/records/seal/sealer.ts';
import { loadSigningKey, type SigningKey } from '../../src/records/signing/signing-key.ts';
import type { TimeStampAuthority } from '../../src/records/signing/time-stamp-authority.ts';
import { pdfEdition } from './pdf-edition.ts';

/** A title that would go wrong wherever one of the formats forgets to escape. */
export const AWKWARD_TITLE =
  'Ναυτιλία </roomshot:statement> ","type":"json"}}\n (/ByteRange [0 1 2 3] /Contents <00> & \uffff';

const REVISION = 12;

/** As much of a room as a seal cares for. */
const CONTENT = {
  format: 1,
  room: { title: 'Κρήτη' },
  verdict: {},
  parties: [],
  vessels: [],
  documents: [{ name: 'Hose test' }],
  approvals: [],
  activity: [],
} as unknown as EditionContent;

/** The data of that room, as a report carries them. */
export const CONTENT_JSON: string = canonicalJson(CONTENT);

function makeEdition(type: SnapshotType): Uint8Array {
  if (type === 'pdf') return pdfEdition(CONTENT_JSON);
  if (type === 'json') return renderJsonEdition(CONTENT);
  const rows = strToU8('name\r\nHose test\r\n'.repeat(50));
  return zipSync({ 'room.csv': strToU8('title\r\nΚρήτη\r\n'), 'documents.csv': rows });
}

const editions = new Map<SnapshotType, Uint8Array>();

/** One edition of each type: like those of an unchanged room, always the same bytes. */
export function editionOf(type: SnapshotType): Uint8Array {
  const edition = editions.get(type) ?? makeEdition(type);
  editions.set(type, edition);
  return edition;
}

export const statementOf = (
  edition: Uint8Array,
  type: SnapshotType,
  changes: Partial<SealStatement> = {},
): SealStatement => ({
  snapshot_id: '8f14e45f-ceea-467f-9575-2f1b7e3b1a11',
  title: 'Before arrival',
  created_by: 'c9f0f895-fb98-4b91-83d7-2ad7a4f1c0de',
  created_by_name: 'Björn Ångström',
  created_at: '2026-11-23T12:00:01.123Z',
  room_id: '45c48cce-2e2d-4fbd-8a1a-fc51c7c6ad26',
  room_title: 'STS off Κρήτη',
  revision: REVISION,
  state_hash: sha256(canonicalJson({ ...CONTENT, revision: REVISION })),
  edition_key: 'b'.repeat(64),
  edition_sha256: sha256(edition),
  audit_head: `17:${'c'.repeat(64)}`,
  type,
  ...changes,
});

/** Somebody who can seal, and the certificate by which others know the seals. */
export interface TestSigner {
  key: SigningKey;
  sealer: Sealer;
  certificate: string;
}

export function signerWith(
  key: SigningKey,
  clock: Clock = systemClock,
  authority?: TimeStampAuthority,
): TestSigner {
  const sealer = createSealer({ key, design: PLAIN_DESIGN, authority, clock });
  return { key, sealer, certificate: key.certificate.toString() };
}

/** A signer with a key of its own, made as at a first start. */
export async function newSigner(): Promise<TestSigner> {
  const folder = mkdtempSync(join(tmpdir(), 'roomshot-key-'));
  try {
    const key = await loadSigningKey({ folder });
    const certificate = readFileSync(join(folder, 'signing-certificate.pem'), 'utf8');
    return { ...signerWith(key), certificate };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An edition and its seal as one file. */
export async function sealedFile(
  { sealer }: TestSigner,
  type: SnapshotType,
  changes: Partial<SealStatement> = {},
): Promise<Buffer> {
  const edition = editionOf(type);
  const statement = statementOf(edition, type, changes);
  return Buffer.concat([edition, await sealer.seal(edition, type, statement, 'Europe/Athens')]);
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDF, PdfName, StandardFonts } from '@libpdf/core';
import { strToU8, zipSync } from 'fflate';
import { canonicalJson } from '../../src/platform/kernel/canonical-json.ts';
import { type Clock, systemClock } from '../../src/platform/kernel/clock.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import type { EditionContent, SnapshotType } from '../../src/records/editions/edition-content.ts';
import { renderJsonEdition } from '../../src/records/editions/json-edition.ts';
import type { DrawnStamp } from '../../src/records/seal/pdf-stamp.ts';
import type { SealStatement } from '../../src/records/seal/seal-statement.ts';
import { createSealer, type Sealer } from '../../src/records/seal/sealer.ts';
import { loadSigningKey, type SigningKey } from '../../src/records/signing/signing-key.ts';
import type { TimeStampAuthority } from '../../src/records/signing/time-stamp-authority.ts';

const stampBox = { page: 0, x: 51, y: 68, width: 493, height: 84 };

/** A title that would go wrong wherever one of the formats forgets to escape. */
export const AWKWARD_TITLE =
  'Ναυτιλία </roomshot:statement> ","type":"json"}}\n (/ByteRange [0 1 2 3] /Contents <00> & \uffff';

const PACKET = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Clearance record</rdf:li></rdf:Alt></dc:title><xmp:ModifyDate>2026-01-01T00:00:00Z</xmp:ModifyDate><pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`;

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

/** A small report as a renderer would make it. */
export async function pdfEdition(options: { useXRefStream?: boolean } = {}): Promise<Uint8Array> {
  const pdf = PDF.create();
  const page = pdf.addPage({ size: 'a4' });
  page.drawText('Clearance record', { x: 50, y: 700, font: StandardFonts.Helvetica, size: 20 });
  const entries = { Type: PdfName.of('Metadata'), Subtype: PdfName.of('XML') };
  pdf.getCatalog().set('Metadata', pdf.createStream(entries, Buffer.from(PACKET, 'utf8')));
  pdf.attachments.add('content.json', Buffer.from(canonicalJson(CONTENT)));
  return pdf.save({ ...options, compressStreams: false });
}

/** What page one of a sealed PDF shows. */
export async function drawnStamp(): Promise<DrawnStamp> {
  const pdf = PDF.create();
  const page = pdf.addPage({ width: stampBox.width, height: stampBox.height });
  page.drawText('Snapshot stamp', { x: 4, y: 40, font: StandardFonts.Helvetica, size: 8 });
  return { pdf: await pdf.save(), text: 'Snapshot stamp' };
}

async function makeEdition(type: SnapshotType): Promise<Uint8Array> {
  if (type === 'pdf') return pdfEdition();
  if (type === 'json') return renderJsonEdition(CONTENT);
  const rows = strToU8('name\r\nHose test\r\n'.repeat(50));
  return zipSync({ 'room.csv': strToU8('title\r\nΚρήτη\r\n'), 'documents.csv': rows });
}

const editions = new Map<SnapshotType, Promise<Uint8Array>>();

/** One edition of each type: like those of an unchanged room, always the same bytes. */
export function editionOf(type: SnapshotType): Promise<Uint8Array> {
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
  const sealer = createSealer({ key, stampBox, authority, clock });
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
  const edition = await editionOf(type);
  const statement = statementOf(edition, type, changes);
  const stamp = type === 'pdf' ? await drawnStamp() : undefined;
  return Buffer.concat([edition, await sealer.seal(edition, type, statement, stamp)]);
}

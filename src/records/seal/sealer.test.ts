import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { compactVerify } from 'jose';
import { describe, expect } from 'vitest';
import { unsealablePdf } from '../../../test/support/pdf-edition.ts';
import {
  AWKWARD_TITLE,
  CONTENT_JSON,
  editionOf,
  sealedFile,
  signerWith,
  statementOf,
} from '../../../test/support/seal-fixtures.ts';
import { test } from '../../../test/support/seal-test.ts';
import { runJudge } from '../../../test/support/seal-tools.ts';
import { canonicalJson } from '../../platform/kernel/canonical-json.ts';
import { SNAPSHOT_TYPES } from '../editions/edition-content.ts';
import { verifyFile } from '../verification/verify.ts';

function written(folder: string, name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe.each(SNAPSHOT_TYPES)('a sealed %s record', (type) => {
  test('is authentic, and says whose it is', async ({ signer }) => {
    const file = await sealedFile(signer, type);
    const verification = await verifyFile(file, { trusted: [signer.certificate] });
    expect(verification.findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(verification.authentic).toBe(true);
    expect(verification.type).toBe(type);
    const edition = editionOf(type);
    expect(verification.statement).toMatchObject(statementOf(editionOf(type), type));
    expect(verification.statement?.edition_size).toBe(edition.length);
  });

  test('keeps a title literally, whatever stands in it', async ({ signer }) => {
    const file = await sealedFile(signer, type, { title: AWKWARD_TITLE });
    const verification = await verifyFile(file, { trusted: [signer.certificate] });
    expect(verification.authentic).toBe(true);
    expect(verification.statement?.title).toBe(AWKWARD_TITLE);
  });

  test('cannot be made to state something else by its title', async ({ signer }) => {
    const real = await verifyFile(await sealedFile(signer, type), { trusted: [signer.certificate] });
    const fake = canonicalJson({
      ...real.statement,
      created_by_name: 'The Master',
      room_title: 'Another room',
    });
    for (const title of [
      `<roomshot:statement>${fake}</roomshot:statement>`,
      `</roomshot:statement><roomshot:statement>${fake}`,
      `","type":"${type}"}}\n,"seal":${fake}`,
    ]) {
      const file = await sealedFile(signer, type, { title });
      const { authentic, statement } = await verifyFile(file, { trusted: [signer.certificate] });
      expect(authentic).toBe(true);
      expect(statement).toMatchObject({
        title,
        created_by_name: 'Björn Ångström',
        room_title: 'STS off Κρήτη',
      });
    }
  });

  test('is not made once the certificate of its signer has expired', async ({ signer }) => {
    const { validToDate } = signer.key.certificate;
    const late = signerWith(signer.key, () => new Date(validToDate.getTime() + 1));
    await expect(sealedFile(late, type)).rejects.toMatchObject({ code: 'signing_certificate_expired' });
    const last = await sealedFile(
      signerWith(signer.key, () => validToDate),
      type,
    );
    expect(await verifyFile(last, { trusted: [signer.certificate] })).toMatchObject({ authentic: true });
  });

  test('shares its edition with another snapshot of the same room, and differs in the seal', async ({
    signer,
  }) => {
    const edition = editionOf(type);
    const first = await sealedFile(signer, type);
    const second = await sealedFile(signer, type, { snapshot_id: '1679091c-5a88-4faf-afb5-e6087eb1b2dc' });
    expect(first.subarray(0, edition.length).equals(edition)).toBe(true);
    expect(second.subarray(0, edition.length).equals(edition)).toBe(true);
    expect(first.equals(second)).toBe(false);
  });

  test('is not made of a record that the statement does not speak of', async ({ signer }) => {
    const edition = editionOf(type);
    const statement = statementOf(edition, type, { edition_sha256: 'c'.repeat(64) });
    await expect(signer.sealer.seal(edition, type, statement)).rejects.toMatchObject({
      code: 'edition_not_sealable',
    });
  });
});

describe('a sealed PDF record', () => {
  test('is sound for qpdf, and signed in full for pdfsig', async ({ skip, signer, folder }) => {
    const path = written(folder, 'record.pdf', await sealedFile(signer, 'pdf', { title: AWKWARD_TITLE }));
    expect(runJudge(skip, 'qpdf', ['--check', path])).toContain('No syntax or stream encoding errors');
    const signature = runJudge(skip, 'pdfsig', [path]);
    expect(signature).toContain('Signature is Valid');
    expect(signature).toContain('Total document signed');
    expect(signature).toContain('ETSI.CAdES.detached');
    expect(signature).not.toContain('Signature #2');
  });

  test('shows the stamp', async ({ skip, signer, folder }) => {
    const path = written(folder, 'record.pdf', await sealedFile(signer, 'pdf'));
    const text = runJudge(skip, 'pdftotext', [path, '-']);
    expect(text).toContain('Clearance record');
    expect(text).toContain('8f14e45f-ceea-467f-9575-2f1b7e3b1a11, revision 12 of the room');
    expect(text).toContain('Björn Ångström <c9f0f895-fb98-4b91-83d7-2ad7a4f1c0de>');
    expect(text).toContain('2026-11-23 12:00:01 UTC · 2026-11-23 14:00 Europe/Athens (UTC+02:00)');
  });

  test('tells the truth in its metadata and is still PDF/A', async ({ signer }) => {
    const file = await sealedFile(signer, 'pdf', { title: 'Before <arrival>' });
    const packet = file.toString(
      'utf8',
      file.lastIndexOf('<?xpacket begin'),
      file.lastIndexOf('<?xpacket end'),
    );
    expect(packet).toContain('<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>');
    expect(packet).toContain('<rdf:li xml:lang="x-default">Before &lt;arrival&gt;</rdf:li>');
    expect(packet).not.toContain('2026-01-01T00:00:00Z');
    expect(packet.match(/<pdfaSchema:namespaceURI>/g)).toHaveLength(1);
  });

  test('is not sealed twice, nor made of something else', async ({ signer }) => {
    const sealed = await sealedFile(signer, 'pdf');
    const noPdf = Buffer.from('%PDF-1.7 and then nothing of the kind');
    for (const edition of [sealed, noPdf, unsealablePdf(CONTENT_JSON)]) {
      const sealing = signer.sealer.seal(edition, 'pdf', statementOf(edition, 'pdf'));
      await expect(sealing).rejects.toMatchObject({ code: 'edition_not_sealable' });
    }
  });
});

describe('a sealed JSON record', () => {
  test('of before the audit log was named is still authentic', async ({ signer }) => {
    const edition = editionOf('json');
    const { audit_head: _, ...earlier } = statementOf(edition, 'json');
    const file = Buffer.concat([edition, await signer.sealer.seal(edition, 'json', earlier)]);
    expect(await verifyFile(file, { trusted: [signer.certificate] })).toMatchObject({ authentic: true });
  });

  test('is JSON, with a signature that any JOSE library accepts (RFC 7515)', async ({ signer }) => {
    const record = JSON.parse((await sealedFile(signer, 'json')).toString('utf8'));
    expect(record.content.documents).toEqual([{ name: 'Hose test' }]);
    const { signature, ...statement } = record.seal;
    const { payload, protectedHeader } = await compactVerify(signature, signer.key.certificate.publicKey);
    expect(protectedHeader.alg).toBe('ES256');
    expect(protectedHeader.x5c).toEqual([signer.key.certificate.raw.toString('base64')]);
    expect(new TextDecoder().decode(payload)).toBe(canonicalJson(statement));
  });
});

describe('a sealed CSV record', () => {
  test('is a zip for every reader that we know', async ({ skip, signer, folder }) => {
    const file = await sealedFile(signer, 'csv');
    const members = unzipSync(file);
    expect(Object.keys(members)).toEqual(['room.csv', 'documents.csv', 'seal.json']);
    expect(JSON.parse(Buffer.from(members['seal.json'] ?? []).toString('utf8'))).toMatchObject({
      type: 'csv',
      revision: 12,
    });
    const path = written(folder, 'record.zip', file);
    expect(runJudge(skip, 'unzip', ['-t', path])).toContain('No errors detected');
    expect(runJudge(skip, 'python3', ['-m', 'zipfile', '-t', path])).toContain('Done testing');
  });

  test('is not sealed twice, nor made of something else', async ({ signer }) => {
    const sealed = await sealedFile(signer, 'csv');
    const noZip = Buffer.from('PK\x03\x04 and then nothing of the kind');
    for (const edition of [sealed, noZip]) {
      const sealing = signer.sealer.seal(edition, 'csv', statementOf(edition, 'csv'));
      await expect(sealing).rejects.toMatchObject({ code: 'edition_not_sealable' });
    }
  });
});

import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { SNAPSHOT_TYPES } from '../../src/records/editions/edition-content.ts';
import { loadSigningKey } from '../../src/records/signing/signing-key.ts';
import { verifyRecord } from '../../src/records/verification/record-verification.ts';
import { type Client, createClient } from '../support/client.ts';
import { newSigner, sealedFile, signerWith } from '../support/seal-fixtures.ts';
import { test } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';
import { faultsOf, verifyUpload } from '../support/verification.ts';

async function takeFile(broker: Client, largeRoom: string, type: string, options: object = {}) {
  const { snapshot } = await takeSnapshot(broker, largeRoom, { snapshot_type: type, ...options });
  const { bytes } = await broker.download(snapshot.download_url);
  return { bytes, snapshot };
}

describe.each(SNAPSHOT_TYPES)('a %s record', (type) => {
  test('is authentic for anybody, and says whose it is to those who may see the room', async ({
    server,
    broker,
    largeRoom,
    seller,
  }) => {
    const { bytes, snapshot } = await takeFile(broker, largeRoom, type);
    const outsider = await verifyUpload(server.anonymous, bytes);
    expect(outsider).toMatchObject({
      status: 200,
      body: {
        authentic: true,
        conclusion: 'authentic',
        type,
        file_sha256: snapshot.sha256,
        file_size: snapshot.file_size,
        snapshot_id: snapshot.id,
        record_status: 'kept',
        details: null,
      },
    });
    expect(faultsOf(outsider)).toEqual([]);
    for (const secret of [largeRoom, snapshot.title, snapshot.created_by, 'Chrysi']) {
      expect(JSON.stringify(outsider.body)).not.toContain(secret);
    }
    const party = await verifyUpload(broker, bytes);
    expect(party.body).toEqual({ ...outsider.body, details: expect.any(Object) });
    expect(party.body.details).toMatchObject({
      title: snapshot.title,
      created_by: snapshot.created_by,
      room_id: largeRoom,
      revision: snapshot.revision,
      state_hash: snapshot.state_hash,
      audit_head: expect.stringMatching(/^\d+:[0-9a-f]{64}$/),
    });
    // No party of this room, so it learns what a outsider does.
    expect(await verifyUpload(seller, bytes)).toEqual(outsider);
  });

  test('compares its data with the state hash, if they are whole', async ({ server, broker, largeRoom }) => {
    const text = async (options: object) => {
      const { body } = await verifyUpload(
        server.anonymous,
        (await takeFile(broker, largeRoom, type, options)).bytes,
      );
      return body.findings.find(({ code }: { code: string }) => code === 'state_matches')?.text;
    };
    const [whole, part] = [await text({}), await text({ include_activity: false })];
    expect(whole).toEqual(type === 'csv' ? undefined : expect.stringContaining('are the state of the room'));
    expect(part).toEqual(type === 'csv' ? undefined : expect.stringContaining('cannot be computed'));
  });

  test('that was changed, cut or appended to is not authentic', async ({ broker, largeRoom }) => {
    const { bytes } = await takeFile(broker, largeRoom, type);
    const flipped = Buffer.from(bytes);
    flipped[100] = (flipped[100] ?? 0) ^ 1;
    const changed = await verifyUpload(broker, flipped);
    expect(changed.body).toMatchObject({ authentic: false, conclusion: 'changed' });
    const appended = await verifyUpload(broker, Buffer.concat([bytes, Buffer.from('\n%%EOF\n')]));
    expect(appended.body).toMatchObject({ authentic: false, conclusion: 'changed' });
    expect(faultsOf(appended)).toContain('nothing_appended');
    const cut = await verifyUpload(broker, bytes.subarray(0, bytes.length >> 1));
    expect(cut.body).toMatchObject({ authentic: false, conclusion: 'no_seal', snapshot_id: null });
  });

  test('of somebody else is not ours, and nothing that it says is repeated', async ({ broker }) => {
    const forged = await sealedFile(await newSigner(), type);
    expect((await verifyUpload(broker, forged)).body).toMatchObject({
      conclusion: 'not_ours',
      snapshot_id: null,
      sealed_at: null,
      signer_fingerprint: null,
      record_status: null,
      details: null,
    });
  });

  test('with a good seal that nobody recorded gives away that the key was misused', async ({
    server,
    broker,
  }) => {
    const key = await loadSigningKey({ folder: join(server.config.dataFolder, 'signing') });
    const forged = await verifyUpload(broker, await sealedFile(signerWith(key), type));
    expect(forged.body).toMatchObject({
      authentic: false,
      conclusion: 'not_recorded',
      record_status: 'unknown',
      details: null,
    });
    expect(faultsOf(forged)).toEqual(['file_recorded', 'audit_head_held']);
  });

  test('is still known after its snapshot was deleted', async ({ server, broker, largeRoom, admin }) => {
    const { bytes, snapshot } = await takeFile(broker, largeRoom, type);
    await admin.delete(`/rooms/${largeRoom}/snapshots/${snapshot.id}`);
    const { body } = await verifyUpload(server.anonymous, bytes);
    expect(body).toMatchObject({ authentic: true, record_status: 'deleted', snapshot_id: snapshot.id });
  });
});

test('names the end of an audit log that must still hold it', async ({ server, broker, largeRoom }) => {
  const { bytes } = await takeFile(broker, largeRoom, 'json');
  const undone = server.roomshot.database.transaction(async (tx) => {
    await sql`alter table audit_entries disable trigger all`.execute(tx);
    await sql`update audit_entries set hash = repeat('0', 64)`.execute(tx);
    expect(
      await verifyRecord(tx, bytes, { trusted: server.roomshot.seals.trustedCertificates }),
    ).toMatchObject({
      authentic: false,
      conclusion: 'not_recorded',
      findings: expect.arrayContaining([expect.objectContaining({ code: 'audit_head_held', ok: false })]),
    });
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
});

describe('the verify route', () => {
  test.for([
    ['a text', 'Dear Sirs'],
    ['the start of a PDF', '%PDF-1.7\n'],
    ['a PDF that refers to itself', '%PDF-1.7\n1 0 obj <</Type /ObjStm /Extends 1 0 R /First 1 0 R>> endobj'],
    ['a zip that says it is huge', `PK\x03\x04${'\xff'.repeat(200)}PK\x05\x06${'\xff'.repeat(18)}`],
    ['deep JSON', `${'{"a":'.repeat(500_000)}1${'}'.repeat(500_000)}`],
  ] as const)('answers to %s', async ([_, content], { server }) => {
    const answer = await verifyUpload(server.anonymous, Buffer.from(content, 'latin1'));
    expect(answer.status).toBe(200);
    expect(answer.body.authentic).toBe(false);
  });

  test('wants one file, in its field, and not too large', async ({ server }) => {
    expect(await server.anonymous.post('/verify', { file: 'x' })).toMatchObject({ status: 422 });
    expect((await verifyUpload(server.anonymous, Buffer.from('x'), 'other')).body.code).toBe('file_missing');
    const huge = await verifyUpload(server.anonymous, Buffer.alloc(64 * 1024 * 1024 + 1));
    expect(huge).toMatchObject({ status: 413, body: { code: 'file_too_large' } });
  });

  test('does not take a bad token for none', async ({ server }) => {
    const impostor = createClient(server.server.address, 'a.b.c');
    expect((await verifyUpload(impostor, Buffer.from('x'))).status).toBe(401);
  });
});

import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import {
  editionOf,
  newSigner,
  sealedFile,
  signerWith,
  statementOf,
  type TestSigner,
} from '../../../test/support/seal-fixtures.ts';
import { test as sealTest } from '../../../test/support/seal-test.ts';
import { runJudge } from '../../../test/support/seal-tools.ts';
import {
  replaceStamp,
  signedBy,
  stampIn,
  withCertificate,
  withoutStamp,
} from '../../../test/support/time-stamp-forgery.ts';
import {
  outage,
  sendReply,
  startAuthority,
  type TestAuthority,
} from '../../../test/support/time-stamp-server.ts';
import { systemClock } from '../../platform/kernel/clock.ts';
import { SNAPSHOT_TYPES } from '../editions/edition-content.ts';
import { verifyFile } from '../verification/verify.ts';
import { der, readChildren, readElement } from './der.ts';
import { createTimeStampAuthority } from './time-stamp-authority.ts';
import { readTimeStampToken, writeTimeStampToken } from './time-stamp-token.ts';

/** The signer seals without time stamps, and stamping has them from the service. */
const test = sealTest
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads here which fixtures this one needs
  .extend('service', { scope: 'file' }, async ({}, { onCleanup }) => {
    const service = await startAuthority();
    onCleanup(() => service[Symbol.dispose]());
    return service;
  })
  .extend('stamping', { scope: 'file' }, ({ signer, service }) => stampedBy(signer, service));

const clientOf = ({ url, certificate }: TestAuthority, clock = systemClock) =>
  createTimeStampAuthority({ url, certificates: [new X509Certificate(certificate)], clock });

const stampedBy = (signer: TestSigner, authority: TestAuthority): TestSigner =>
  signerWith(signer.key, systemClock, clientOf(authority));

const verify = (signer: TestSigner, file: Uint8Array, authorities?: string[]) =>
  verifyFile(file, { trusted: [signer.certificate], authorities });

/** An authority that is gone after the test. */
async function another(options: Parameters<typeof startAuthority>[0] = {}): Promise<TestAuthority> {
  const authority = await startAuthority(options);
  onTestFinished(() => authority[Symbol.dispose]());
  return authority;
}

/** What an authority is refused with. */
async function refusalOf(client: ReturnType<typeof clientOf>): Promise<string> {
  const refused = await client.stamp(Buffer.from('a signature')).catch((error: unknown) => error);
  expect(refused).toMatchObject({ kind: 'unavailable', code: 'time_stamp_missing' });
  return (refused as Error).message;
}

describe.each(SNAPSHOT_TYPES)('a stamped %s record', (type) => {
  test('is authentic, and says who vouches for its time', async ({ signer, service, stamping, faults }) => {
    const before = Math.floor(Date.now() / 1000) * 1000;
    const verification = await verify(signer, await sealedFile(stamping, type), [service.certificate]);
    expect(verification.findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(verification.level).toBe(type === 'pdf' ? 'B-T' : undefined);
    const { time = '', authority } = verification.timeStamp ?? {};
    expect(authority).toBe('Test Time Service');
    expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
    expect(await faults(await sealedFile(stamping, type))).toEqual([]);
  });

  test('is authentic if the authority is any of those in a file', async ({ service, stamping, faults }) => {
    const other = await another();
    const both = [other.certificate + service.certificate];
    expect(await faults(await sealedFile(stamping, type), { authorities: both })).toEqual([]);
  });

  test('cannot have the stamp of another record', async ({ stamping, faults }) => {
    const first = await sealedFile(stamping, type);
    let other = stampIn(first, type);
    // ECDSA signatures differ in length by a byte or two; one that fits leaves all else as it is.
    do other = stampIn(await sealedFile(stamping, type), type);
    while (other.length !== stampIn(first, type).length);
    const swapped = replaceStamp(first, type, other);
    expect(swapped.equals(first)).toBe(false);
    // A zip also has a checksum of its seal, which is not right any more.
    expect(await faults(swapped)).toEqual([type === 'csv' ? 'seal_readable' : 'time_stamp_valid']);
  });

  test('is not authentic if the authority is not a trusted one', async ({
    signer,
    service,
    stamping,
    faults,
  }) => {
    const other = await another();
    expect(await faults(await sealedFile(stamping, type), { authorities: [other.certificate] })).toEqual([
      'time_stamp_valid',
    ]);
    expect(
      await faults(await sealedFile(stampedBy(signer, other), type), { authorities: [service.certificate] }),
    ).toEqual(['time_stamp_valid']);
  });

  test('is not authentic if a byte of its stamp is changed, whichever', async ({ signer, stamping }) => {
    const file = await sealedFile(stamping, type);
    const stamp = stampIn(file, type);
    for (let at = 0; at < stamp.length; at += 7) {
      const changed = Buffer.from(stamp);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect((await verify(signer, replaceStamp(file, type, changed))).authentic).toBe(false);
    }
  });

  test('is not authentic if the parts of its stamp stand in another order', async ({ stamping, faults }) => {
    const file = await sealedFile(stamping, type);
    const token = readTimeStampToken(stampIn(file, type));
    const set = readElement(der.setOf(token.attributes));
    const turned = Buffer.concat(
      readChildren(set)
        .map(({ raw }) => raw)
        .toReversed(),
    );
    const stamp = Buffer.from(writeTimeStampToken({ ...token, attributes: turned }, token.others));
    const changed = replaceStamp(file, type, stamp);
    expect([changed.length, changed.equals(file)]).toEqual([file.length, false]);
    expect(await faults(changed)).toEqual([type === 'csv' ? 'seal_readable' : 'time_stamp_valid']);
  });
});

describe('a stamped PDF record', () => {
  test('is sound for pdfsig and qpdf, and its stamp for openssl', async ({
    skip,
    folder,
    service,
    stamping,
  }) => {
    const file = await sealedFile(stamping, 'pdf');
    const [pdf, token] = [join(folder, 'record.pdf'), join(folder, 'token')];
    writeFileSync(pdf, file);
    const signature = runJudge(skip, 'pdfsig', [pdf]);
    expect(signature).toContain('Signature is Valid');
    expect(signature).toContain('Total document signed');
    expect(runJudge(skip, 'qpdf', ['--check', pdf])).toContain('No syntax or stream encoding errors');
    writeFileSync(token, stampIn(file, 'pdf'));
    const text = runJudge(skip, 'openssl', [
      'ts',
      '-reply',
      '-token_in',
      '-in',
      token,
      '-token_out',
      '-text',
    ]);
    expect(text).toContain('Hash Algorithm: sha256');
    const imprint = text
      .replace(/^.*?Message data:(.*?)Serial.*$/s, '$1')
      .replace(/^ *[0-9a-f]{4} - (.{48}).*$/gm, '$1');
    const digest = imprint.replace(/[^0-9a-f]/g, '');
    const check = ['-token_in', '-in', token, '-digest', digest, '-CAfile', service.certificatePath];
    expect(runJudge(skip, 'openssl', ['ts', '-verify', ...check])).toContain('Verification: OK');
  });

  test('without its stamp is found', async ({ stamping, faults }) => {
    const file = await sealedFile(stamping, 'pdf');
    const stripped = withoutStamp(file);
    expect(stripped.length).toBe(file.length);
    expect(await faults(stripped)).toEqual(['time_stamp_present']);
  });

  test('with a certificate added, in the room that is left beside its stamp, is found', async ({
    signer,
    stamping,
    faults,
  }) => {
    const file = await sealedFile(stamping, 'pdf');
    const { key } = await newSigner();
    const changed = withCertificate(file, signer.key.certificate, key.certificate);
    expect([changed.length, changed.equals(file)]).toEqual([file.length, false]);
    expect(await faults(changed)).toEqual(['content_unchanged']);
  });
});

describe('a JSON or CSV record', () => {
  test('has a stamp that openssl checks as the manual says', async ({ skip, folder, service, stamping }) => {
    const { seal } = JSON.parse((await sealedFile(stamping, 'json')).toString('utf8'));
    const [token, stamped] = [join(folder, 'token'), join(folder, 'stamped')];
    writeFileSync(token, Buffer.from(seal.time_stamp, 'base64'));
    writeFileSync(stamped, seal.signature.split('.')[2]);
    const check = ['-token_in', '-in', token, '-data', stamped, '-CAfile', service.certificatePath];
    expect(runJudge(skip, 'openssl', ['ts', '-verify', ...check])).toContain('Verification: OK');
  });

  test('without its stamp, or with one too many, is not authentic', async ({ signer, stamping, faults }) => {
    const file = (await sealedFile(stamping, 'json')).toString('utf8');
    const stamp = /"time_stamp":"[^"]+",/.exec(file)?.[0] ?? '';
    expect(await faults(Buffer.from(file.replace(stamp, '')))).toEqual(['time_stamp_present']);
    const plain = (await sealedFile(signer, 'json')).toString('utf8');
    const at = plain.lastIndexOf('"title":');
    const added = plain.slice(0, at) + stamp + plain.slice(at);
    expect(await faults(Buffer.from(added))).toEqual(['time_stamp_present']);
    expect(await faults(Buffer.from(plain))).toEqual([]);
  });
});

const MINUTE_MS = 60_000;

test.for([
  [9, []],
  [11, ['time_stamp_valid']],
] as const)(
  'a stamp %i minutes after the sealing has the faults %j',
  async ([minutes, expected], { signer, service, faults }) => {
    const earlier = () => new Date(Date.now() - minutes * MINUTE_MS);
    const late = signerWith(signer.key, earlier, clientOf(service));
    expect(await faults(await sealedFile(late, 'json'))).toEqual(expected);
  },
);

test('a certificate added to the stamp of a service that the seal names is found', async ({
  signer,
  service,
  stamping,
  faults,
}) => {
  const issuer = new X509Certificate(service.certificate);
  const { signer: own } = readTimeStampToken(stampIn(await sealedFile(stamping, 'json'), 'json'));
  const authority = createTimeStampAuthority({ url: service.url, certificates: [issuer, own] });
  const file = await sealedFile(signerWith(signer.key, systemClock, authority), 'json');
  const stamp = readTimeStampToken(stampIn(file, 'json'));
  expect([stamp.others, await faults(file)]).toEqual([[], []]);
  const changed = replaceStamp(file, 'json', Buffer.from(writeTimeStampToken(stamp, [issuer])));
  expect(await faults(changed)).toEqual(['time_stamp_valid']);
});

describe('an authority', () => {
  test.for([
    ['ec', 'sha256'],
    ['ec', 'sha384'],
    ['rsa', 'sha256'],
    ['rsa', 'sha512'],
  ] as const)('may sign with %s over %s', async ([key, digest], { signer }) => {
    const authority = await another({ key, digest });
    const file = await sealedFile(stampedBy(signer, authority), 'pdf');
    expect(await verify(signer, file, [authority.certificate])).toMatchObject({
      authentic: true,
      level: 'B-T',
    });
  });

  test('is refused if it answers another question or stamps something else', async () => {
    const authority = await another();
    const client = clientOf(authority);
    let earlier: Buffer | undefined;
    authority.answer = (reply, response) => {
      sendReply(earlier ?? reply, response);
      earlier ??= reply;
    };
    await client.stamp(Buffer.from('a signature'));
    expect(await refusalOf(client)).toContain('answered another request');
    authority.answer = (_, response, query) => {
      const other = Buffer.from(query);
      const imprint = other.indexOf(Buffer.from('0420', 'hex')) + 2;
      other[imprint] = (other[imprint] ?? 0) ^ 1;
      sendReply(authority.reply(other), response);
    };
    expect(await refusalOf(client)).toContain('belongs to another file');
  });

  test('is refused if it is not the trusted one, or its certificate has expired', async ({ service }) => {
    const [outsider, expired] = [await another(), await another({ days: -1 })];
    expect(await refusalOf(clientOf({ ...outsider, certificate: service.certificate }))).toContain(
      'none of the certificates in ROOMSHOT_TSA_CERTIFICATE has issued',
    );
    expect(await refusalOf(clientOf(expired))).toContain('was not valid at the time of the stamp');
  });

  test('is refused if its certificate is for something else', async () => {
    const authority = await another();
    const other = await another({ usage: 'critical,codeSigning' });
    authority.answer = (reply, response) => sendReply(signedBy(other, reply), response);
    expect(await refusalOf(clientOf({ ...authority, certificate: other.certificate }))).toContain(
      'a certificate that is not for time stamps',
    );
  });

  test('is refused if its clock is far from ours', async ({ service }) => {
    const later = () => new Date(Date.now() + 3_600_000);
    expect(await refusalOf(clientOf(service, later))).toContain('Correct the clock');
  });

  test.each([
    ['does not answer', (_: Buffer, response) => void response.destroy()],
    [
      'answers with HTTP status 302',
      (_: Buffer, response) => void response.writeHead(302, { location: '/' }).end(),
    ],
    ['is not a time-stamp authority', (reply, response) => void response.end(reply)],
    ['is too large', (_: Buffer, response) => sendReply(Buffer.alloc(100_000), response)],
    ['cannot be read', (reply, response) => sendReply(reply.subarray(0, 200), response)],
    ['cannot be read', (_: Buffer, response) => sendReply(Buffer.from('3003020100', 'hex'), response)],
    [
      'refuses to stamp (status 2)',
      (_: Buffer, response) => sendReply(Buffer.from('30053003020102', 'hex'), response),
    ],
  ] satisfies [string, TestAuthority['answer']][])('that %s is refused', async (words, answer) => {
    const authority = await another();
    authority.answer = answer;
    expect(await refusalOf(clientOf(authority))).toContain(words);
  });
});

test('a seal that has to wait for its stamp is not made without one', async ({ signer }) => {
  const authority = await another();
  authority.answer = outage;
  const edition = editionOf('pdf');
  const sealing = stampedBy(signer, authority).sealer.seal(edition, 'pdf', statementOf(edition, 'pdf'));
  await expect(sealing).rejects.toMatchObject({ code: 'time_stamp_missing' });
});

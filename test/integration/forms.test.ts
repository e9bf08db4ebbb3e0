import { randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { Client } from '../support/client.ts';
import { test as serverTest } from '../support/server-test.ts';

/** More than the parser reads ahead. */
const SIZE = 70_000;
const FILE = randomBytes(SIZE);

const test = serverTest.extend('document', async ({ broker, newRoom: { path } }) => {
  const [type] = (await broker.get('/document-types')).body.items;
  const { body } = await broker.post(`${path}/documents`, { type_code: type.code });
  return `${path}/documents/${body.id}`;
});

const part = (head: string, content: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from(`--b\r\n${head}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]);
const disposition = (parameters: string) => `Content-Disposition: form-data; ${parameters}`;
const file = (content: Buffer | string = FILE, name = 'file', more = '') =>
  part(
    `${disposition(`name="${name}"; filename="clc.pdf"`)}\r\nContent-Type: application/pdf${more}`,
    content,
  );
const field = (name: string, value: string, more = '') =>
  part(`${disposition(`name="${name}"`)}${more}`, value);
const expiry = (day = '2026-12-24') => field('expires_on', day);
const END = Buffer.from('--b--\r\n');
const whole = (...parts: Buffer[]) => Buffer.concat([...parts, END]);

const send = async (client: Client, path: string, body: Buffer, method = 'POST') => {
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const answer = await client.open(path, { method, headers, body: new Uint8Array(body) });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
};

/** Forms that no route accepts, with the code of the refusal. */
const REFUSED: Record<string, [Buffer, string]> = {
  'without a file': [whole(), 'file_missing'],
  'with the file as a field': [whole(field('file', 'text')), 'file_missing'],
  'with a file of another name': [whole(file(FILE, 'document')), 'file_missing'],
  'with an empty file': [whole(file('')), 'file_empty'],
  'with two files': [whole(file(), file('other')), 'repeated_part'],
  'with a second file of another name': [whole(file(), file('other', 'extra')), 'unknown_part'],
  'with an unknown field before the file': [whole(field('note', 'x'), file()), 'unknown_part'],
  'with an unknown field after the file': [whole(file(), field('note', 'x')), 'unknown_part'],
  'with a misspelt field': [whole(file(), field('expires-on', '2026-12-24')), 'unknown_part'],
  'with a field without a name': [whole(file(), part('Content-Disposition: form-data', 'x')), 'unknown_part'],
  'with a part without a disposition': [
    whole(file(), part('Content-Type: text/plain', 'x')),
    'malformed_body',
  ],
  'with a part of another disposition': [
    whole(file(), part('Content-Disposition: attachment; name="expires_on"', 'x')),
    'malformed_body',
  ],
  'with a part before the file that is no form data': [
    whole(part('Content-Disposition: inline', 'x'), file()),
    'malformed_body',
  ],
  'with a file in Base64': [
    whole(file(FILE, 'file', '\r\nContent-Transfer-Encoding: base64')),
    'malformed_body',
  ],
  'without its end': [Buffer.concat([file()]), 'malformed_body'],
  'cut inside the file': [file().subarray(0, SIZE / 2), 'malformed_body'],
  'cut inside a part after the file': [Buffer.concat([file(), expiry().subarray(0, -12)]), 'malformed_body'],
  'with a part after its end': [Buffer.concat([whole(file()), expiry(), END]), 'malformed_body'],
};

/** Those that could have been meant as the expiry day. */
const REFUSED_DAYS: Record<string, [Buffer, string]> = {
  'with an empty day': [whole(file(), expiry('')), 'bad_expiry_day'],
  'with a blank day': [whole(file(), expiry(' ')), 'bad_expiry_day'],
  'with a day that is none': [whole(file(), expiry('2026-02-30')), 'bad_expiry_day'],
  'with a day that is cut off': [whole(file(), expiry('2026-12-24'.padEnd(2000))), 'malformed_body'],
  'with two days after the file': [whole(file(), expiry(), expiry('2027-01-01')), 'repeated_part'],
  'with a day before and after the file': [whole(expiry(), file(), expiry()), 'repeated_part'],
  'with a day in JSON': [
    whole(file(), field('expires_on', '["2026-12-24"]', '\r\nContent-Type: application/json')),
    'malformed_body',
  ],
};

describe('the file of a document', () => {
  test.for([10_000, SIZE, 3_000_000])(
    'of %i bytes may come before or after its day',
    async (size, { broker, document }) => {
      const content = randomBytes(size);
      for (const form of [whole(file(content), expiry()), whole(expiry(), file(content))]) {
        await broker.patch(document, { expires_on: null });
        const { status, body } = await send(broker, `${document}/file`, form);
        expect([status, body.expires_on, body.file_size]).toEqual([200, '2026-12-24', size]);
      }
    },
  );

  test.for(Object.entries({ ...REFUSED, ...REFUSED_DAYS }))(
    'in a form %s is refused, and nothing is stored',
    async ([, [form, code]], { server, broker, document }) => {
      const stored = async () => {
        const hashes: string[] = [];
        for await (const page of server.roomshot.blobs.list())
          hashes.push(...page.map(({ sha256 }) => sha256));
        return hashes.sort();
      };
      const before = { document: (await broker.get(document)).body, stored: await stored() };
      for (const method of ['POST', 'PUT']) {
        const { status, body } = await send(broker, `${document}/file`, form, method);
        expect({ status, code: body.code }).toEqual({ status: 422, code });
      }
      expect({ document: (await broker.get(document)).body, stored: await stored() }).toEqual(before);
    },
  );

  test.for(['expires_on=2027-01-01', 'expires_on=2026-12-24', 'day=1'])(
    'is refused with ?%s, which the form could contradict',
    async (query, { broker, document }) => {
      const { status, body } = await send(broker, `${document}/file?${query}`, whole(file(), expiry()));
      expect([status, body.code]).toEqual([422, 'unknown_parameter']);
    },
  );

  test('may contain lines that look like a delimiter', async ({ broker, document }) => {
    const content = '-b\r\n--a\r\n-b--\r\n\r\n--a--\r\n\n--b--\n';
    const { status, body } = await send(broker, `${document}/file`, whole(file(content), expiry()));
    expect([status, body.file_size, body.expires_on]).toEqual([200, content.length, '2026-12-24']);
  });
});

describe('a file to verify', () => {
  test('is verified', async ({ anonymous }) => {
    expect((await send(anonymous, '/verify', whole(file()))).body).toMatchObject({ authentic: false });
  });

  const refused = { ...REFUSED, 'with a day': [whole(file(), expiry()), 'unknown_part'] as [Buffer, string] };
  test.for(Object.entries(refused))('in a form %s is refused', async ([, [form, code]], { anonymous }) => {
    const { status, body } = await send(anonymous, '/verify', form);
    expect({ status, code: body.code }).toEqual({ status: 422, code });
  });
});

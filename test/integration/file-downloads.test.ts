import { randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { Client } from '../support/client.ts';
import { openRoom } from '../support/rooms.ts';
import { test as serverTest } from '../support/server-test.ts';

const BYTES = randomBytes(100);

/** The path of a document's file of 100 bytes, and the validator of its state. */
const test = serverTest
  .extend('file', { scope: 'file' }, ({ broker }) => upload(broker, 'filename="clc.pdf"', BYTES))
  .extend('etag', { scope: 'file' }, async ({ broker, file }) => {
    return (await broker.download(file)).headers.get('etag') ?? '';
  });

/** Uploads a file whose name is written as given, which `FormData` would not do. Returns the path of the file. */
async function upload(broker: Client, filename: string, bytes: Buffer): Promise<string> {
  const { path } = await openRoom(broker);
  const { body: document } = await broker.post(`${path}/documents`, { type_code: 'clc' });
  const head = `--b\r\nContent-Disposition: form-data; name="file"; ${filename}\r\nContent-Type: application/pdf\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--b--\r\n')]);
  const place = `${path}/documents/${document.id}/file`;
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const answer = await broker.open(place, { method: 'PUT', headers, body });
  expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
  return place;
}

describe('a range', () => {
  test.for([
    ['bytes=10-19', 10, 19],
    ['bytes=0-0', 0, 0],
    ['bytes=90-', 90, 99],
    ['bytes=-10', 90, 99],
    ['bytes=-1000', 0, 99],
    ['bytes=0-1000', 0, 99],
    ['bytes=0-99999999999999999999', 0, 99],
  ] as const)(
    '%s is answered with these bytes only',
    async ([range, first, last], { broker, file, etag }) => {
      const { status, headers, bytes } = await broker.download(file, { range });
      expect([status, headers.get('content-range')]).toEqual([206, `bytes ${first}-${last}/100`]);
      expect(bytes).toEqual(BYTES.subarray(first, last + 1));
      expect([headers.get('etag'), headers.get('content-length')]).toEqual([etag, String(bytes.length)]);
    },
  );

  test.for(['bytes=100-', 'bytes=500-600', 'bytes=-0', 'bytes=100-,200-'])(
    '%s is not in the file',
    async (range, { broker, file }) => {
      const { status, headers, bytes } = await broker.download(file, { range });
      expect([status, headers.get('content-range'), bytes.length]).toEqual([416, 'bytes */100', 0]);
    },
  );

  test.for([
    'bytes=0-1,4-5',
    'bytes=0-1, 500-',
    'bytes=-',
    'bytes=',
    'bytes',
    'bytes=a-b',
    'bytes=1-2-3',
    'bytes=9-3',
    'lines=0-9',
  ])('%s is one of several, or none: the whole file comes', async (range, { broker, file }) => {
    const { status, headers, bytes } = await broker.download(file, { range });
    expect([status, headers.get('content-range')]).toEqual([200, null]);
    expect(bytes).toEqual(BYTES);
  });

  test.for([
    ['bytes=0-', 416],
    ['bytes=-5', 200],
  ] as const)('%s of an empty file: %i', async ([range, status], { server, database, broker }) => {
    // An upload is never empty. A file of an older version may be.
    const empty = await upload(broker, 'filename="empty.pdf"', BYTES);
    const { sha256, size } = await server.roomshot.blobs.put(Buffer.alloc(0));
    const [, documentId = ''] = /documents\/(.+)\/file/.exec(empty) ?? [];
    const rows = database.query.updateTable('documents').where('id', '=', documentId);
    await rows.set({ file_sha256: sha256, file_size: size }).execute();
    const answer = await broker.download(empty, { range });
    expect([answer.status, answer.bytes.length]).toEqual([status, 0]);
  });
});

test('a file that is larger than the buffers of a stream comes whole, and in parts', async ({ broker }) => {
  const bytes = randomBytes(3_000_000);
  const large = await upload(broker, 'filename="large.pdf"', bytes);
  const whole = await broker.download(large);
  expect([whole.status, whole.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
  expect(whole.bytes.equals(bytes)).toBe(true);
  const part = await broker.download(large, { range: 'bytes=100000-2900000' });
  expect([part.status, part.headers.get('content-length')]).toEqual([206, '2800001']);
  expect(part.bytes.equals(bytes.subarray(100_000, 2_900_001))).toBe(true);
});

test('a client that goes away in the middle of a file does not disturb the next', async ({ broker }) => {
  const bytes = randomBytes(5_000_000);
  const large = await upload(broker, 'filename="large.pdf"', bytes);
  const leaving = new AbortController();
  const answer = await broker.open(large, { signal: leaving.signal });
  const reader = answer.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  leaving.abort();
  await expect(reader?.closed).rejects.toThrow();
  expect((await broker.download(large)).bytes.equals(bytes)).toBe(true);
});

describe('If-Range', () => {
  const answerTo = async (broker: Client, file: string, ifRange: string, range = 'bytes=10-19') =>
    (await broker.download(file, { range, 'if-range': ifRange })).status;

  test('with the tag of the file is answered with the range', async ({ broker, file, etag }) => {
    expect([await answerTo(broker, file, etag), await answerTo(broker, file, etag, 'bytes=100-')]).toEqual([
      206, 416,
    ]);
  });

  test('with anything else is answered with the whole file', async ({ broker, file, etag }) => {
    const others = [`W/${etag}`, '"other"', '*', new Date().toUTCString()];
    expect(await Promise.all(others.map((other) => answerTo(broker, file, other)))).toEqual([
      200, 200, 200, 200,
    ]);
    expect(await answerTo(broker, file, '"other"', 'bytes=100-')).toBe(200);
  });
});

describe('If-None-Match', () => {
  /** The newest entry of the trail about a download. */
  const lastDownload = async (admin: Client) =>
    (await admin.get('/activity?action=document_downloaded&limit=1')).body.items[0];

  test.for([
    ['the tag', (tag: string) => tag],
    ['the tag, said to be weak', (tag: string) => `W/${tag}`],
    ['a list with the tag', (tag: string) => `"a",W/"b" , ${tag}`],
    ['any tag', () => '*'],
  ] as const)(
    'with %s: the client has the file already',
    async ([_, header], { broker, admin, file, etag }) => {
      const before = await lastDownload(admin);
      const headers = { 'if-none-match': header(etag), range: 'bytes=100-', 'cache-control': 'no-cache' };
      const answer = await broker.download(file, headers);
      expect([answer.status, answer.headers.get('etag'), answer.bytes.length]).toEqual([304, etag, 0]);
      expect(await lastDownload(admin)).toEqual(before);
    },
  );

  test.for([
    ['another tag', () => '"other"'],
    ['weak tags', () => 'W/"a", W/"b"'],
    ['the tag without its quotes', (tag: string) => tag.slice(1, -1)],
    ['nothing', () => ''],
  ] as const)(
    'with %s: the file comes, and the download is recorded',
    async ([_, header], { broker, admin, file, etag }) => {
      const before = await lastDownload(admin);
      const answer = await broker.download(file, { 'if-none-match': header(etag) });
      expect([answer.status, answer.bytes]).toEqual([200, BYTES]);
      expect(await lastDownload(admin)).not.toEqual(before);
    },
  );
});

describe('HEAD', () => {
  const head = (broker: Client, file: string, headers = {}) => broker.open(file, { method: 'HEAD', headers });

  test('describes the whole file, whatever range is requested', async ({ broker, file, etag }) => {
    for (const range of ['bytes=10-19', 'bytes=100-', 'bytes=0-1,4-5']) {
      const answer = await head(broker, file, { range, 'if-range': etag });
      const { headers } = answer;
      expect([answer.status, headers.get('content-range'), await answer.text()]).toEqual([200, null, '']);
      expect([headers.get('content-length'), headers.get('accept-ranges')]).toEqual(['100', 'bytes']);
    }
  });

  test('says that the client has the file already', async ({ broker, file, etag }) => {
    const answer = await head(broker, file, { 'if-none-match': etag });
    expect([answer.status, answer.headers.get('etag')]).toEqual([304, etag]);
  });
});

describe('the name of a file', () => {
  test.for([
    ['filename="clc.pdf"', 'filename="clc.pdf"'],
    ['filename="C L C (2).pdf"', 'filename="C L C (2).pdf"'],
    [
      'filename="Свид ⚓.pdf"',
      `filename="____ _.pdf"; filename*=UTF-8''%D0%A1%D0%B2%D0%B8%D0%B4%20%E2%9A%93.pdf`,
    ],
    ["filename*=UTF-8''a%20%22b%22.pdf", `filename="a _b_.pdf"; filename*=UTF-8''a%20%22b%22.pdf`],
    [
      'filename="two%0D%0AX-Lines: 1.pdf"',
      `filename="two_0D_0AX-Lines_ 1.pdf"; filename*=UTF-8''two%250D%250AX-Lines%3A%201.pdf`,
    ],
    [
      `filename="it's 100%*;a=b.pdf"`,
      `filename="it_s 100___a_b.pdf"; filename*=UTF-8''it%27s%20100%25%2A%3Ba%3Db.pdf`,
    ],
    ['filename="a%41.pdf"', `filename="a_41.pdf"; filename*=UTF-8''a%2541.pdf`],
  ] as const)('%s comes back whole, and as plain text', async ([given, disposition], { broker }) => {
    const { status, headers } = await broker.download(await upload(broker, given, BYTES));
    expect([status, headers.get('content-disposition')]).toEqual([200, `attachment; ${disposition}`]);
  });

  test('that holds a line break, however it came into the database, adds no line to the header', async ({
    server,
    broker,
  }) => {
    const path = await upload(broker, 'filename="plain.pdf"', BYTES);
    const id = path.split('/').at(-2) ?? '';
    const { query } = server.roomshot.database;
    await query
      .updateTable('documents')
      .set({ file_name: 'two\r\nX-Lines: 1.pdf' })
      .where('id', '=', id)
      .execute();
    const { status, headers } = await broker.download(path);
    expect([status, headers.get('x-lines'), headers.get('content-disposition')]).toEqual([
      ...[200, null],
      `attachment; filename="two__X-Lines_ 1.pdf"; filename*=UTF-8''two%0D%0AX-Lines%3A%201.pdf`,
    ]);
  });
});

import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect } from 'vitest';
import type { Client } from '../support/client.ts';
import { hasPdfTools, pdfText } from '../support/pdf-tools.ts';
import { test } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

/** A body as it stands, without a client that would make it well-formed first. */
const sendText = async (broker: Client, text: string, path: string, type = 'application/json') => {
  const answer = await broker.open(path, { method: 'POST', headers: { 'content-type': type }, body: text });
  const body = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, headers: answer.headers, body };
};

/** What an error may look like, whatever caused it. */
function expectProblem(
  { status, headers, body }: { status: number; headers: Headers; body: Record<string, unknown> },
  wanted: number,
): void {
  expect([status, body.detail]).toEqual([wanted, expect.anything()]);
  expect(headers.get('content-type')).toContain('application/problem+json');
  expect(body).toMatchObject({
    type: 'about:blank',
    status: wanted,
    code: expect.stringMatching(/^[a-z_0-9]+$/),
  });
  expect(body.request_id).toBe(headers.get('x-request-id'));
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:|\bat \w+ \(|select |insert |relation /i);
}

/** What looks like code to one of the languages on the way, and must be printed as it is. */
const LITERAL = [
  '#read("/etc/passwd")',
  '#eval("1")',
  '#{ panic("x") } $ x^2 $ _a_ *b* `c` <label> @ref // no /* comment */',
  '<script>alert(1)</script>',
  '=HYPERLINK("http://x")',
  "'; drop table snapshots; --",
  '../../etc/passwd',
  'Q&A <b>100%</b> \\ {{7*7}} %s %n',
];

const flat = (text: string): string => text.replace(/\s+/g, '');

describe.each(LITERAL)('the text %s', (text) => {
  test('is a title like any other', async ({ broker, readyRoom }) => {
    const { snapshot, task } = await takeSnapshot(broker, readyRoom, { title: text, snapshot_type: 'json' });
    expect([task.status, snapshot.title]).toEqual(['completed', text]);
    const { status, headers, bytes } = await broker.download(snapshot.download_url);
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="snapshot-${snapshot.id}.json"`);
    expect(JSON.stringify(JSON.parse(String(bytes)))).toContain(JSON.stringify(text));
  });
});

describe.skipIf(!hasPdfTools('pdftotext'))('in the PDF', () => {
  test('titles and messages are printed literally', async ({ broker, readyRoom }) => {
    for (const text of LITERAL) await broker.post(`/rooms/${readyRoom}/messages`, { text });
    const secret = readFileSync('/etc/passwd', 'utf8').split('\n')[0] ?? '';
    for (const title of LITERAL.slice(0, 5)) {
      const { snapshot, task } = await takeSnapshot(broker, readyRoom, { title });
      expect(task.error).toBeNull();
      const { bytes } = await broker.download(snapshot.download_url);
      const printed = flat(pdfText(bytes));
      for (const text of [title, ...LITERAL]) expect(printed).toContain(flat(text));
      expect(printed).not.toContain(flat(secret));
    }
  });

  test.for(['\u202egnp.exe', '⚓️ 👨‍👩‍👧 🇬🇷', '\u200f\u2066abc\u2069', '\ufeffstart', 'a\u0301\u0327'])(
    'the title %j does not keep the record from being made',
    async (title, { broker, readyRoom }) => {
      const { snapshot, task } = await takeSnapshot(broker, readyRoom, { title });
      expect([task.status, snapshot.title]).toEqual(['completed', title.trim()]);
    },
  );
});

describe('in the tables', () => {
  test('a cell that a spreadsheet would run is made harmless, and nothing else is lost', async ({
    broker,
    readyRoom,
  }) => {
    const formulas = ['=HYPERLINK("http://x")', '+1+1', '-2+3', '@SUM(1)', '\t=1'];
    for (const text of formulas) await broker.post(`/rooms/${readyRoom}/messages`, { text });
    const { snapshot } = await takeSnapshot(broker, readyRoom, { snapshot_type: 'csv', title: '=1+1' });
    const { bytes } = await broker.download(snapshot.download_url);
    const tables = Object.values(unzipSync(bytes)).map((table) => strFromU8(table));
    const cells = tables.flatMap((table) => table.split(/[,\r\n]+/));
    expect(cells.filter((cell) => /^"?[=+@\t\r]/.test(cell))).toEqual([]);
    const all = tables.join('\n');
    expect(all).toContain('HYPERLINK(""http://x"")');
    for (const text of formulas.slice(1)) expect(all).toContain(text.trim());
  });
});

test.for([
  ['"title": "One", "title": "One"', 'title'],
  ['"sections": {"t\\u0069me": 1, "time": 2}', 'time'],
] as const)(
  'a body with %s is refused, and changes nothing',
  async ([members, key], { broker, readyRoom }) => {
    const path = `/rooms/${readyRoom}/snapshots`;
    const before = (await broker.get(path)).body;
    const answer = await sendText(broker, `{ ${members} }`, path);
    expectProblem(answer, 400);
    expect(answer.body).toMatchObject({ code: 'repeated_key', detail: expect.stringContaining(`"${key}"`) });
    expect((await broker.get(path)).body).toEqual(before);
  },
);

describe('a title that cannot be one', () => {
  test.for([
    ['is too long', 'x'.repeat(10_000)],
    ['breaks the line', 'two\r\nlines'],
    ['holds NUL', 'nul\0'],
    ['holds an escape sequence', '\u001b[31mred'],
    ['is no text', 5],
    ['is a list', ['title']],
  ] as const)('%s: refused', async ([_, title], { broker, readyRoom }) => {
    const answer = await broker.post(`/rooms/${readyRoom}/snapshots`, { title });
    expectProblem(answer, 422);
    expect(answer.body.detail[0].loc).toEqual(['body', 'title']);
  });

  test.for(['"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"'])(
    '%s: refused',
    async (title, { broker, readyRoom }) => {
      expectProblem(await sendText(broker, `{"title":${title}}`, `/rooms/${readyRoom}/snapshots`), 422);
    },
  );
});

describe('every text of a room', () => {
  test.for(['\0', '\ud800', '\u001b'])('refuses %j', async (bad, { broker, readyRoom }) => {
    const text = JSON.stringify(`a${bad}b`);
    const eta = '2027-01-01T00:00:00Z';
    const room_ = JSON.stringify({ title: 'TEXT', location: 'x', sts_eta: eta }).replace('"TEXT"', text);
    expectProblem(await sendText(broker, room_, '/rooms'), 422);
    expectProblem(await sendText(broker, `{"text":${text}}`, `/rooms/${readyRoom}/messages`), 422);
    const party = `{"name":${text},"email":"a@example.com","role":"viewer"}`;
    expectProblem(await sendText(broker, party, `/rooms/${readyRoom}/parties`), 422);
    const vessel = `{"name":${text},"vessel_type":"Tanker","flag":"GR","imo":"9074729"}`;
    expectProblem(await sendText(broker, vessel, `/rooms/${readyRoom}/vessels`), 422);
  });

  test.for(['q=%00', 'cursor=%00', 'cursor=abc', 'limit=1e9', 'limit=-1', 'limit=x', 'nonsense=1'])(
    'and the query %s',
    async (query, { broker }) => {
      expectProblem(await broker.get(`/rooms?${query}`), 422);
    },
  );

  test.for(['%00', '%ff', "'", '..%2f..%2fetc%2fpasswd', 'x'.repeat(150)])(
    'and the id %s',
    async (id, { readyRoom, admin }) => {
      const kinds = ['parties', 'vessels', 'documents', 'approvals', 'snapshots'];
      const paths = ['/rooms', '/snapshots/tasks', '/users', '/document-types'];
      for (const path of [...paths, ...kinds.map((kind) => `/rooms/${readyRoom}/${kind}`)]) {
        const answer = await admin.get(`${path}/${id}`);
        expectProblem(answer, [400, 422].includes(answer.status) ? answer.status : 404);
      }
    },
  );
});

describe('a body that is none', () => {
  test.for([
    '{"title":',
    'null',
    '[]',
    '"text"',
    '5',
    '',
    '{"title":"a"}{"title":"b"}',
    '\ufeff{',
    '{"__proto__":{"x":1}}',
  ])('%s: refused', async (text, { broker, readyRoom }) => {
    expectProblem(await sendText(broker, text, `/rooms/${readyRoom}/snapshots`), 422);
  });

  test('with fields that nobody asked for is refused, wherever one can write', async ({
    broker,
    readyRoom,
  }) => {
    const paths = ['/rooms', `/rooms/${readyRoom}/messages`, `/rooms/${readyRoom}/parties`];
    for (const path of [...paths, '/auth/login', '/auth/password']) {
      expectProblem(await broker.post(path, { surprise: true }), 422);
    }
  });

  test('of another media type is refused', async ({ broker, readyRoom }) => {
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
      expectProblem(await sendText(broker, 'title=x', `/rooms/${readyRoom}/snapshots`, type), 415);
    }
  });

  test('that is deep or huge is refused, and the server goes on', async ({ broker, readyRoom }) => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expectProblem(await sendText(broker, deep(100_000), `/rooms/${readyRoom}/snapshots`), 422);
    expectProblem(await sendText(broker, `{"title":${deep(100_000)}}`, `/rooms/${readyRoom}/snapshots`), 422);
    expectProblem(
      await sendText(
        broker,
        `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
        `/rooms/${readyRoom}/messages`,
      ),
      422,
    );
    expectProblem(
      await sendText(broker, `{"title":"${'x'.repeat(2_000_000)}"}`, `/rooms/${readyRoom}/snapshots`),
      413,
    );
    expectProblem(
      await sendText(
        broker,
        `{${Array.from({ length: 50_000 }, (_, i) => `"k${i}":1`).join()}}`,
        `/rooms/${readyRoom}/snapshots`,
      ),
      422,
    );
    expect((await broker.get('/auth/me')).status).toBe(200);
  });
});

describe('a request that is none', () => {
  test('for a route or method that is not there gets a problem document too', async ({ broker }) => {
    for (const path of ['/nothing', '/rooms/a/b/c/d', '/api/v2/rooms', '/rooms/%zz']) {
      const answer = await broker.get(path);
      expectProblem(answer, path.includes('%zz') ? answer.status : 404);
      expect(answer.status).toBeLessThan(500);
    }
    expectProblem(await broker.put('/rooms', {}), 405);
  });

  test.for([
    'GARBAGE\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
  ])('on the wire (%j) is refused, and the server goes on', async (request, { server, broker }) => {
    const { hostname, port } = new URL(server.server.address);
    const socket = connect(Number(port), hostname);
    socket.end(request);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(String(Buffer.concat(chunks))).toMatch(/^HTTP\/1\.1 400 /);
    expect((await broker.get('/auth/me')).status).toBe(200);
  });

  test.for(['x'.repeat(256), '\u0001'])(
    'an idempotency key that cannot be one is refused',
    async (key, { broker, readyRoom }) => {
      const headers = { 'idempotency-key': key };
      const sent = broker.post(`/rooms/${readyRoom}/snapshots`, {}, headers).then(({ status }) => status);
      expect([422, 'not sent']).toContain(await sent.catch(() => 'not sent'));
    },
  );
});

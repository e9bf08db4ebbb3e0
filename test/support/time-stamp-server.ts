import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const KEYS = {
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  rsa: ['-newkey', 'rsa:2048'],
} as const;

interface AuthorityOptions {
  key?: keyof typeof KEYS;
  digest?: 'sha256' | 'sha384' | 'sha512';
  /** Days that the certificate of the service is valid, from now on; less than nothing makes it an expired one. */
  days?: number;
  /** The one use of the certificate of the service. */
  usage?: string;
}

type Answer = (reply: Buffer, response: ServerResponse, query: Buffer) => void;

/** A time-stamp authority that `openssl ts` answers for, over HTTP. */
export interface TestAuthority extends Disposable {
  url: string;
  /** PEM file of the authority's own certificate. */
  certificatePath: string;
  certificate: string;
  requests: number;
  /** What is done with each reply instead of sending it; unset, it is sent. */
  answer: Answer | undefined;
  /** The reply of openssl to a query. */
  reply(query: Buffer): Buffer;
  folder: string;
}

export const sendReply = (reply: Buffer, response: ServerResponse): void =>
  void response.setHeader('content-type', 'application/timestamp-reply').end(reply);

/** An outage as a proxy in front of a dead authority shows it. */
export const outage: Answer = (_, response) => void response.writeHead(503).end();

/** Makes an authority with a certificate of its own, and starts it. */
export async function startAuthority(options: AuthorityOptions = {}): Promise<TestAuthority> {
  const { key = 'ec', digest = 'sha256', days = 30, usage = 'critical,timeStamping' } = options;
  const folder = mkdtempSync(join(tmpdir(), 'roomshot-tsa-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const fresh = (name: string, subject: string) => [
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-subj',
    `/CN=${subject}`,
  ];
  openssl(
    'req',
    '-x509',
    ...KEYS[key],
    ...fresh('ca', 'Test Time Authority'),
    '-days',
    '300',
    '-out',
    'ca.pem',
  );
  openssl('req', '-new', ...KEYS[key], ...fresh('tsa', 'Test Time Service'), '-out', 'tsa.csr');
  writeFileSync(join(folder, 'usage'), `extendedKeyUsage=${usage}\n`);
  const issue = ['-in', 'tsa.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-extfile', 'usage'];
  openssl('x509', '-req', ...issue, '-days', String(days), '-out', 'tsa.pem');
  writeFileSync(join(folder, 'tsa.cnf'), configuration(digest));
  writeFileSync(join(folder, 'serial'), '01\n');
  const reply = (query: Buffer) => {
    writeFileSync(join(folder, 'query'), query);
    openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query', '-out', 'reply');
    return readFileSync(join(folder, 'reply'));
  };
  const server = createServer(async (request, response) => {
    const query = Buffer.concat(await request.toArray());
    authority.requests++;
    (authority.answer ?? sendReply)(reply(query), response, query);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const authority: TestAuthority = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    certificatePath: join(folder, 'ca.pem'),
    certificate: readFileSync(join(folder, 'ca.pem'), 'utf8'),
    requests: 0,
    answer: undefined,
    reply,
    folder,
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
  return authority;
}

const configuration = (digest: string): string => `
[tsa]
default_tsa = service
[service]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = ${digest}
default_policy = 1.2.3.4.1
digests = sha256
crypto_device = builtin
ordering = no
tsa_name = yes
ess_cert_id_alg = ${digest}
`;

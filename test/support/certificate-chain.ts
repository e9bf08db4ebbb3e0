import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A signer's key with the certificates from its own up to the root, each a file in PEM. */
export interface CertificateChain {
  keyPath: string;
  signerPath: string;
  issuerPath: string;
  rootPath: string;
}

const P256 = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Root, issuer and signer as an authority makes them, in a folder. */
export function makeCertificateChain(folder: string): CertificateChain {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const path = (name: string) => join(folder, name);
  writeFileSync(path('issuer.ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n');
  writeFileSync(path('signer.ext'), 'keyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection\n');
  openssl('req', '-x509', ...P256, '-subj', '/CN=Root', '-keyout', 'root.key', '-out', 'root.pem');
  for (const [name, authority] of [
    ['issuer', 'root'],
    ['signer', 'issuer'],
  ] as const) {
    openssl('req', '-new', ...P256, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    const by = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-extfile', `${name}.ext`];
    openssl('x509', '-req', '-in', `${name}.csr`, ...by, '-days', '30', '-out', `${name}.pem`);
  }
  return {
    keyPath: path('signer.key'),
    signerPath: path('signer.pem'),
    issuerPath: path('issuer.pem'),
    rootPath: path('root.pem'),
  };
}

/** One PEM file with the certificates of several, in this order. */
export function joinPem(folder: string, ...paths: string[]): string {
  const joined = join(folder, 'joined.pem');
  writeFileSync(joined, paths.map((path) => readFileSync(path, 'utf8')).join('\n'));
  return joined;
}

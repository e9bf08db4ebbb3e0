import type { Config } from '../config.ts';
import { verifyFile } from '../seal/verify.ts';
import { readAuthorities, readNamed, readTrusted } from './trusted-certificates.ts';

/** Files with certificates in PEM. */
export interface VerifyOptions {
  certificate?: string[];
  authority?: string[];
}

/** Says of a file whether it is a record of this installation, as it left it. Returns whether it is. */
export async function verifyRecord(
  config: Config,
  path: string,
  { certificate: certificates = [], authority = [] }: VerifyOptions,
): Promise<boolean> {
  const bytes = await readNamed(path);
  const trusted = await readTrusted(config, certificates);
  const authorities = await readAuthorities(config, authority, certificates.length === 0);
  const { authentic, findings, statement, level, timeStamp } = await verifyFile(bytes, {
    trusted,
    authorities,
  });
  for (const { ok, text } of findings) console.log(`${ok ? '  ok ' : '  NO '} ${text}`);
  if (statement) {
    console.log(`\n  ${statement.title}`);
    console.log(
      `  snapshot ${statement.snapshot_id} of "${statement.room_title}", revision ${statement.revision}`,
    );
    console.log(
      `  taken by ${statement.created_by_name} <${statement.created_by}> at ${statement.created_at}`,
    );
    console.log(`  state SHA-256 ${statement.state_hash}`);
    if (level) console.log(`  signature PAdES ${level}`);
    if (timeStamp) console.log(`  time stamp ${timeStamp.time} by ${timeStamp.authority}`);
    if (statement.audit_head) console.log(`  audit log ${statement.audit_head}`);
  }
  console.log(`\n${conclusion(authentic, trusted.length > 0)}`);
  return authentic;
}

function conclusion(authentic: boolean, trustsSomebody: boolean): string {
  if (authentic) return 'Authentic.';
  if (trustsSomebody) return 'NOT authentic.';
  return 'Cannot say: there is no certificate to compare with. Give one with --certificate, or --data-dir.';
}

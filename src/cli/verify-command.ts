import type { Config } from '../app/config.ts';
import { verifyFile } from '../records/verification/verify.ts';
import { makeVisible } from '../records/wording/visible-text.ts';
import { readAuthorities, readNamed, readTrusted } from './trusted-certificates.ts';

/** Files with certificates in PEM. */
export interface VerifyOptions {
  certificate?: string[];
  authority?: string[];
}

/** Says of a file whether it is a record of this installation, as it left it. Returns whether it is. */
export async function verifyRecord(
  config: Pick<Config, 'dataFolder' | 'signing'>,
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
  for (const { ok, text } of findings) say(`${ok ? '  ok ' : '  NO '} ${text}`);
  if (statement) {
    console.log();
    say(`  ${statement.title}`);
    say(`  snapshot ${statement.snapshot_id} of "${statement.room_title}", revision ${statement.revision}`);
    say(`  taken by ${statement.created_by_name} <${statement.created_by}> at ${statement.created_at}`);
    say(`  state SHA-256 ${statement.state_hash}`);
    if (level) say(`  signature PAdES ${level}`);
    if (timeStamp) say(`  time stamp ${timeStamp.time} by ${timeStamp.authority}`);
    if (statement.audit_head) say(`  audit log ${statement.audit_head}`);
  }
  console.log(`\n${conclusion(authentic, trusted.length > 0)}`);
  return authentic;
}

/** Anybody can seal a file with a key of his own, and write there what would hide or replace our verdict. */
const say = (line: string): void => console.log(makeVisible(line, () => true).replaceAll('\n', '[U+000A]'));

function conclusion(authentic: boolean, trustsSomebody: boolean): string {
  if (authentic) return 'Authentic.';
  if (trustsSomebody) return 'NOT authentic.';
  return 'Cannot say: there is no certificate to compare with. Give one with --certificate, or --data-dir.';
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyAudit } from '../audit/audit-log.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../db/open-database.ts';
import { AppError } from '../kernel/errors.ts';
import { verifyFile } from '../seal/verify.ts';

/** Says of a file whether it is a record of this installation, as it left it. Returns whether it is. */
export async function verifyRecord(config: Config, path: string, certificates: string[]): Promise<boolean> {
  const bytes = await readNamed(path);
  const own = [join(config.dataFolder, 'signing', 'signing-certificate.pem'), config.signing.certificatePath];
  const trusted = certificates.length > 0 ? certificates : own.filter((file) => file && existsSync(file));
  const pems = await Promise.all(trusted.map((file) => readNamed(file ?? '')));
  const { authentic, findings, statement } = await verifyFile(bytes, { trusted: pems.map(String) });
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
  }
  console.log(authentic ? '\nAuthentic.' : '\nNOT authentic.');
  return authentic;
}

/** Checks the chain of the audit log. Returns whether it is whole. */
export async function verifyAuditLog(config: Config): Promise<boolean> {
  const database = await openDatabase({ url: config.databaseUrl, dataFolder: config.dataFolder });
  try {
    const report = await verifyAudit(database.query);
    if (report.intact)
      console.log(`The audit log is intact: ${report.head.seq} entries, head ${report.head.hash}`);
    else console.log(`The audit log is broken at entry ${report.brokenAt}. ${report.reason}`);
    return report.intact;
  } finally {
    await database.close();
  }
}

async function readNamed(path: string): Promise<Buffer<ArrayBuffer>> {
  return readFile(path).catch((cause) => {
    throw new AppError('not_found', 'file_unreadable', `The file ${path} cannot be read.`, { cause });
  });
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AuditHead, verifyAudit } from '../audit/audit-log.ts';
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
  console.log(`\n${conclusion(authentic, trusted.length > 0)}`);
  return authentic;
}

function conclusion(authentic: boolean, trustsSomebody: boolean): string {
  if (authentic) return 'Authentic.';
  if (trustsSomebody) return 'NOT authentic.';
  return 'Cannot say: there is no certificate to compare with. Give one with --certificate, or --data-dir.';
}

const CHECKPOINT = /^(\d{1,9}):([0-9a-f]{64})$/;

function readCheckpoint(text: string): AuditHead {
  const [, seq, hash] = CHECKPOINT.exec(text) ?? [];
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash };
  const message = 'A checkpoint is what an earlier `roomshot audit verify` printed: NUMBER:HASH.';
  throw new AppError('invalid', 'bad_checkpoint', message);
}

/**
 * Checks the chain of the audit log, and that it goes on from a checkpoint if one is given. Returns whether
 * it is whole.
 * @throws AppError `bad_checkpoint`
 */
export async function verifyAuditLog(config: Config, given?: string): Promise<boolean> {
  const checkpoint = given === undefined ? undefined : readCheckpoint(given);
  const database = await openDatabase({ url: config.databaseUrl, dataFolder: config.dataFolder });
  try {
    const report = await verifyAudit(database.query, checkpoint);
    if (report.intact) {
      const { seq, hash } = report.head;
      console.log(`The audit log is intact: ${seq} entries. Checkpoint ${seq}:${hash}`);
    } else console.log(`The audit log is broken at entry ${report.brokenAt}. ${report.reason}`);
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

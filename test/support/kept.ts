import { parseAuditHead } from '../../src/platform/audit/audit-chain.ts';
import { readAudit } from '../../src/platform/audit/audit-log.ts';
import { holdsAuditHead } from '../../src/platform/audit/audit-proof.ts';
import { verifyAudit } from '../../src/platform/audit/audit-verification.ts';
import { sha256 } from '../../src/platform/kernel/hash.ts';
import type { Told } from './acknowledged.ts';
import type { Client } from './client.ts';
import type { TestServer } from './server.ts';

const ALL = 1_000_000;

/** Compares what a server told once with what it tells now. Returns what is lost or not as it was told. */
export async function findLost(server: TestServer, told: readonly Told[]): Promise<string[]> {
  const db = server.roomshot.database.query;
  const lost: string[] = [];
  const report = await verifyAudit(db);
  if (!report.intact) lost.push(`the audit log is broken at ${report.brokenAt}: ${report.reason}`);
  const entries = await readAudit(db, { limit: ALL });
  const messages = new Set(entries.map(({ detail }) => detail.text));
  const kinds = new Map(entries.map(({ seq, action }) => [seq, action]));
  const broker = await server.as('broker');
  for (const one of told) {
    const isKept = await judge(one);
    if (!isKept) lost.push(JSON.stringify(one));
  }
  return lost;

  async function judge(one: Told): Promise<boolean> {
    switch (one.what) {
      case 'message':
        return messages.has(one.text);
      case 'event':
        return kinds.get(one.seq) === one.kind;
      case 'audit head': {
        const head = parseAuditHead(one.head);
        return head !== undefined && holdsAuditHead(db, head);
      }
      case 'revision':
        return (await broker.get(`/rooms/${one.room}`)).body.revision >= one.revision;
      case 'file':
      case 'record':
        return isWhole(broker, one.path, one.sha256);
      case 'snapshot':
        return entries.some(
          ({ action, detail }) => action === 'snapshot_created' && detail.snapshot_id === one.id,
        );
      case 'snapshot deleted':
        return (await broker.get(`/rooms/${one.room}/snapshots/${one.id}`)).status === 404;
      case 'document removed':
        return (await broker.get(`/rooms/${one.room}/documents/${one.id}`)).status === 404;
    }
  }
}

async function isWhole(client: Client, path: string, hash: string): Promise<boolean> {
  const { status, bytes } = await client.download(path);
  return status === 200 && sha256(bytes) === hash;
}

import { readIfThere, replaceFile } from '../kernel/durable-file.ts';
import { type AuditHead, parseAuditHead, writeAuditHead } from './audit-chain.ts';

/** The head up to which the log was last verified. */
export interface VerifiedHead {
  head: AuditHead;
  at: Date;
  /** The last time that one verification read all entries. */
  allReadAt: Date;
}

/** The place of the verified head. It is outside the database: who can change only the database cannot move it. */
export interface VerifiedHeadFile {
  /** Returns `undefined` if there is none, or if it cannot be understood. Then the whole log has to be read. */
  read(): Promise<VerifiedHead | undefined>;
  write(verified: VerifiedHead): Promise<void>;
}

export const verifiedHeadIn = (path: string): VerifiedHeadFile => ({
  read: async () => parse((await readIfThere(path)) ?? ''),
  write: ({ head, at, allReadAt }) =>
    replaceFile(path, `${writeAuditHead(head)} ${at.toISOString()} ${allReadAt.toISOString()}\n`, 0o600),
});

function parse(text: string): VerifiedHead | undefined {
  const [position = '', ...times] = text.trim().split(' ');
  const head = parseAuditHead(position);
  const [at, allReadAt] = times.map((time) => new Date(time));
  if (!head || !at || !allReadAt || Number.isNaN(at.getTime()) || Number.isNaN(allReadAt.getTime())) return;
  return { head, at, allReadAt };
}

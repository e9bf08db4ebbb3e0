import { sql } from 'kysely';
import type { Transaction } from '../../platform/db/database.ts';

/** Adds one missing document to a new room for each required type. */
export async function addRequiredDocuments(tx: Transaction, roomId: string, at: Date): Promise<void> {
  await sql`
    insert into documents (id, room_id, type_id, status, priority, critical_path, created_at, updated_at)
    select gen_random_uuid(), ${roomId}::uuid, id, 'missing', 'normal', false, ${at}::timestamptz,
      ${at}::timestamptz
    from document_types where required`.execute(tx);
}

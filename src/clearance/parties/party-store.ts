import { sql } from 'kysely';
import type { Transaction } from '../../platform/db/database.ts';

/** Returns how many parties of a room have the role `broker`. */
export async function countBrokers(tx: Transaction, roomId: string): Promise<number> {
  const brokers = await tx
    .selectFrom('parties')
    .select('id')
    .where('room_id', '=', roomId)
    .where('role', '=', 'broker')
    .execute();
  return brokers.length;
}

export const dropApprovalsOfParty = (tx: Transaction, partyId: string): Promise<unknown> =>
  tx.deleteFrom('approvals').where('party_id', '=', partyId).execute();

/** Ends the approvals that a party gave in another role, and asks it again. */
export const endApprovalsOfParty = (tx: Transaction, partyId: string, at: Date): Promise<unknown> =>
  tx
    .updateTable('approvals')
    .set({
      ...{ status: 'pending', lapsed_because: 'role of the party', subjects: '[]' },
      ...{ requested_at: at, updated_at: at },
    })
    .where('party_id', '=', partyId)
    .where('status', '=', 'approved')
    .execute();

/** Returns whether a party gave all its approvals, for the present facts and without open subjects. */
export async function isSettledWith(tx: Transaction, partyId: string): Promise<boolean> {
  const { rows } = await sql`
    select from approvals where party_id = ${partyId}::uuid
      and (status <> 'approved' or facts_hash is null or exists (
        select from jsonb_array_elements(subjects) subject where subject ->> 'lifted_at' is null))
    limit 1`.execute(tx);
  return rows.length === 0;
}

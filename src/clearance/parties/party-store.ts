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

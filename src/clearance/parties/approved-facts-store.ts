import type { Transaction } from '../../platform/db/database.ts';
import type { MaterialFacts } from '../vocabulary/room-state.ts';

/** Keeps the facts that an approval is of. Equal facts are kept once. */
export const keepApprovedFacts = (tx: Transaction, roomId: string, facts: MaterialFacts): Promise<unknown> =>
  tx
    .insertInto('approved_facts')
    .values({ room_id: roomId, hash: facts.hash, content: JSON.stringify(facts) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();

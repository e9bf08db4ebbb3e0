import { sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';

/**
 * Returns whether a PDF snapshot of the room shows the state that the room has at an instant. Its edition can then be
 * used again: the next snapshot renders nothing.
 */
export async function isRendered(db: Queryable, roomId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    select from rooms r
    join room_states state on state.room_id = r.id and state.revision = r.revision
    join snapshots s on s.state_hash = state.hash
    where r.id = ${roomId}::uuid and (state.valid_until is null or state.valid_until > ${at}::timestamptz)
      and s.type = 'pdf' and s.edition_key is not null
    limit 1`.execute(db);
  return rows.length > 0;
}

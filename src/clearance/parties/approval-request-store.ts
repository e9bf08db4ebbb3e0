import { sql } from 'kysely';
import { partiesThatMay } from '../../people/permissions/policy.ts';
import type { Transaction } from '../../platform/db/database.ts';

const DECIDERS = sql.join(partiesThatMay('approval.give').map((role) => sql.lit(role)));

/**
 * Asks each party that decides for everything that the room asks each of them for, unless it was asked already: the
 * operation, and, where the room asks for them apart, the compatibility of the vessels and the suitability of each.
 */
export async function requestApprovals(tx: Transaction, roomId: string, at: Date): Promise<void> {
  await sql`
    insert into approvals (id, room_id, party_id, vessel_id, concerns, status, requested_at, updated_at)
    select gen_random_uuid(), r.id, p.id, asked.vessel_id, asked.concerns, 'pending', ${at}::timestamptz,
      ${at}::timestamptz
    from rooms r
    join parties p on p.room_id = r.id and p.role in (${DECIDERS})
    cross join lateral (
      select null::uuid as vessel_id, 'operation' as concerns
      union all select null, 'compatibility' where r.asks_compatibility
      union all select v.id, 'suitability' from vessels v where v.room_id = r.id and r.asks_suitability
    ) as asked
    where r.id = ${roomId}::uuid
    on conflict on constraint approvals_once do nothing`.execute(tx);
}

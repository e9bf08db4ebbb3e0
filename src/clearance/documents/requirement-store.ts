import { type RawBuilder, sql } from 'kysely';
import type { Transaction } from '../../platform/db/database.ts';

/** Adds a requirement with the values of a type to a room, unless the room has one. */
export const requireType = (tx: Transaction, roomId: string, typeId: string, at: Date): Promise<void> =>
  requireTypes(tx, roomId, sql`id = ${typeId}::uuid`, at);

/** Adds a requirement for each required type to a new room. */
export const requireRequiredTypes = (tx: Transaction, roomId: string, at: Date): Promise<void> =>
  requireTypes(tx, roomId, sql`required`, at);

async function requireTypes(
  tx: Transaction,
  roomId: string,
  which: RawBuilder<unknown>,
  at: Date,
): Promise<void> {
  await sql`
    insert into requirements (id, room_id, type_id, required, criticality, applies_to, due_stage, expires,
      max_age_days, needs_file, created_at)
    select gen_random_uuid(), ${roomId}::uuid, id, required, criticality, applies_to, due_stage, expires,
      max_age_days, needs_file, ${at}::timestamptz
    from document_types where ${which}
    on conflict (room_id, type_id) do nothing`.execute(tx);
}

/** Lists the missing documents that the requirements of a new room ask for from the operation. */
export async function listDocumentsOfOperation(tx: Transaction, roomId: string, at: Date): Promise<void> {
  await sql`
    insert into documents (id, room_id, type_id, status, priority, critical_path, created_at, updated_at)
    select gen_random_uuid(), room_id, type_id, 'missing', 'normal', false, ${at}::timestamptz, ${at}::timestamptz
    from requirements where room_id = ${roomId}::uuid and applies_to = 'operation'`.execute(tx);
}

interface AskedVessel {
  id: string;
  room_id: string;
}

/**
 * Lists the missing documents that the requirements of the room ask for from a new vessel.
 * @returns their number
 */
export const listDocumentsOfVessel = (tx: Transaction, vessel: AskedVessel, at: Date): Promise<number> =>
  listFor(tx, vessel, at, sql`q.applies_to in ('each_ship', v.operation_role)`);

/** Lists the missing documents that the room asks for from a vessel because of its part in the operation. */
export const listDocumentsOfPart = (tx: Transaction, vessel: AskedVessel, at: Date): Promise<number> =>
  listFor(tx, vessel, at, sql`q.applies_to = v.operation_role`);

async function listFor(
  tx: Transaction,
  { id, room_id }: AskedVessel,
  at: Date,
  asks: RawBuilder<unknown>,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into documents (id, room_id, vessel_id, type_id, status, priority, critical_path, created_at, updated_at)
    select gen_random_uuid(), q.room_id, v.id, q.type_id, 'missing', 'normal', false, ${at}::timestamptz,
      ${at}::timestamptz
    from requirements q
    join vessels v on v.room_id = q.room_id and ${asks}
    where q.room_id = ${room_id}::uuid and v.id = ${id}::uuid
      and not exists (select from documents d where d.vessel_id = v.id and d.type_id = q.type_id)`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0);
}

/**
 * Removes the documents that nobody has sent, and that a vessel with its present part is no longer asked for. One on the
 * critical path stays: whoever takes it away states a reason.
 */
export async function unlistDocumentsOfVessel(
  tx: Transaction,
  { id, room_id }: { id: string; room_id: string },
): Promise<void> {
  await sql`
    delete from documents d using requirements q, vessels v
    where d.room_id = ${room_id}::uuid and d.vessel_id = ${id}::uuid and v.id = d.vessel_id
      and q.room_id = d.room_id and q.type_id = d.type_id
      and q.applies_to in ('discharging', 'receiving') and q.applies_to is distinct from v.operation_role
      and d.status = 'missing' and d.version = 0 and d.notes is null and not d.critical_path`.execute(tx);
}

/** Returns the id of the requirement of a type in a room, if there is one. */
export async function findRequirementOfType(
  tx: Transaction,
  roomId: string,
  typeId: string,
): Promise<string | undefined> {
  const found = await tx
    .selectFrom('requirements')
    .select('id')
    .where('room_id', '=', roomId)
    .where('type_id', '=', typeId)
    .executeTakeFirst();
  return found?.id;
}

/** Lists a missing document for each subject of a requirement that has none. */
export async function listDocumentsOfRequirement(tx: Transaction, id: string, at: Date): Promise<void> {
  await sql`
    insert into documents (id, room_id, vessel_id, type_id, status, priority, critical_path, created_at, updated_at)
    select gen_random_uuid(), q.room_id, v.id, q.type_id, 'missing', 'normal', false, ${at}::timestamptz,
      ${at}::timestamptz
    from requirements q
    left join vessels v on v.room_id = q.room_id and q.applies_to in ('each_ship', v.operation_role)
    where q.id = ${id}::uuid and (q.applies_to = 'operation' or v.id is not null)
      and not exists (select from documents d where d.room_id = q.room_id and d.type_id = q.type_id
        and (q.applies_to = 'operation' or d.vessel_id = v.id))`.execute(tx);
}

import type { RoomActor } from '../../people/permissions/actor.ts';
import type { RoomRole } from '../../people/permissions/roles.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { refuseSecond } from '../../platform/db/database-error.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { changedFields, nameFields } from '../changes/changed-fields.ts';
import { changeRoom } from '../changes/room-change.ts';
import { deleteItem, insertItems, requireSpaceFor, updateItem } from '../state/room-item-store.ts';
import { readOne } from '../state/room-section-store.ts';
import { PARTY_FIELDS } from '../vocabulary/party-fields.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import type { CurrentParty } from '../vocabulary/room-state.ts';
import { decides, requestApproval } from './approval-request.ts';
import { countBrokers, dropApprovalsOfParty } from './party-store.ts';

const MAX_PARTIES = 200;

interface PartyInput {
  role: RoomRole;
  name: string;
  /** The normalised email address. */
  email: string;
  company: string | null;
}

/**
 * Adds a party to a room. If the role of the party decides on clearances, an approval is requested at once.
 * @throws AppError `party_exists` for a second party with this email; `too_many_parties`
 */
export async function addParty(
  tx: Transaction,
  actor: RoomActor,
  input: PartyInput,
  at: Date,
): Promise<CurrentParty> {
  const { roomId } = actor;
  return changeRoom(tx, actor, at, async () => {
    await requireSpaceFor(tx, 'parties', roomId, MAX_PARTIES);
    const id = newId();
    await refuseSecond(
      insertItems(tx, 'parties', [{ id, room_id: roomId, ...input, created_at: at }]),
      'party_exists',
      `${input.email} is a party in this room already.`,
    );
    if (decides(input.role)) await requestApproval(tx, { roomId, partyId: id, vesselId: null }, at);
    const party = await readOne(tx, 'parties', { roomId, at, only: id });
    const company = input.company === null ? '' : ` (${input.company})`;
    const summary = `${party.label} joined as ${plainWord(input.role)}${company}.`;
    const detail = { party_id: id, ...input };
    return {
      answer: () => party,
      done: { action: 'party_added', summary, detail },
    };
  });
}

/** @throws AppError `party_not_found`; `last_broker` if the room would have no broker */
export async function editParty(
  tx: Transaction,
  actor: RoomActor,
  { partyId, ...patch }: { partyId: string } & Partial<Omit<PartyInput, 'email'>>,
  at: Date,
): Promise<CurrentParty> {
  const { roomId } = actor;
  return changeRoom(tx, actor, at, async () => {
    const answer = () => readOne(tx, 'parties', { roomId, at, only: partyId });
    const party = await answer();
    const { changes, names, detail } = changedFields(party, patch);
    if (names.length === 0) return { answer };
    if (changes.role !== undefined) await changeRole(tx, actor, { party, role: changes.role }, at);
    await updateItem(tx, 'parties', partyId, changes);
    const summary = `${party.label} (${plainWord(party.role)}): ${nameFields(names, PARTY_FIELDS)} changed.`;
    return { answer, done: { action: 'party_updated', summary, detail: { party_id: partyId, ...detail } } };
  });
}

/** @throws AppError `party_not_found`; `last_broker` if the room would have no broker */
export async function removeParty(
  tx: Transaction,
  actor: RoomActor,
  partyId: string,
  at: Date,
): Promise<void> {
  await changeRoom(tx, actor, at, async () => {
    const party = await readOne(tx, 'parties', { roomId: actor.roomId, at, only: partyId });
    if (party.role === 'broker') await keepABroker(tx, actor);
    await deleteItem(tx, 'parties', partyId);
    const { name, email, role } = party;
    const detail = { party_id: partyId, name, email, role };
    return {
      answer: () => undefined,
      done: {
        action: 'party_removed',
        summary: `${party.label} (${plainWord(role)}) left the room.`,
        detail,
      },
    };
  });
}

/** Adds or removes approvals after a change of role: only a role that decides has approvals. */
async function changeRole(
  tx: Transaction,
  actor: RoomActor,
  { party, role }: { party: CurrentParty; role: RoomRole },
  at: Date,
): Promise<void> {
  if (party.role === 'broker') await keepABroker(tx, actor);
  if (decides(party.role) && !decides(role)) await dropApprovalsOfParty(tx, party.id);
  if (!decides(party.role) && decides(role)) {
    await requestApproval(tx, { roomId: actor.roomId, partyId: party.id, vesselId: null }, at);
  }
}

/**
 * Refuses to remove the last broker, unless an administrator does it: only brokers and administrators manage a room.
 */
async function keepABroker(tx: Transaction, { roomId, roomRole }: RoomActor): Promise<void> {
  if (roomRole === 'admin' || (await countBrokers(tx, roomId)) > 1) return;
  throw new AppError(
    'conflict',
    'last_broker',
    'This is the only broker in the room. Add another one first, or ask an administrator.',
  );
}

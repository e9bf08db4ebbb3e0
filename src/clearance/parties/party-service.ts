import type { RoomActor } from '../../people/permissions/actor.ts';
import type { RoomRole } from '../../people/permissions/roles.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { refuseSecond } from '../../platform/db/database-error.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { changedFields, nameFields } from '../changes/changed-fields.ts';
import { recordException } from '../changes/exceptions.ts';
import { changeRoom } from '../changes/room-change.ts';
import { deleteItem, insertItems, requireSpaceFor, updateItem } from '../state/room-item-store.ts';
import { readOne } from '../state/room-section-store.ts';
import { PARTY_FIELDS } from '../vocabulary/party-fields.ts';
import { plainWord } from '../vocabulary/plain-word.ts';
import type { CurrentParty } from '../vocabulary/room-state.ts';
import type { Stage } from '../vocabulary/room-words.ts';
import { decides } from './approval-request.ts';
import { requestApprovals } from './approval-request-store.ts';
import { countBrokers, dropApprovalsOfParty, endApprovalsOfParty, isSettledWith } from './party-store.ts';

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
    await requestApprovals(tx, roomId, at);
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

/**
 * Changes a party. A role that no longer decides needs a reason, like a removal.
 * @throws AppError `party_not_found`; `last_broker` if the room would have no broker; `reason_required`
 */
export async function editParty(
  tx: Transaction,
  actor: RoomActor,
  {
    partyId,
    reason,
    ...patch
  }: { partyId: string; reason?: string | undefined } & Partial<Omit<PartyInput, 'email'>>,
  at: Date,
): Promise<CurrentParty> {
  const { roomId } = actor;
  return changeRoom(tx, actor, at, async (room) => {
    const answer = () => readOne(tx, 'parties', { roomId, at, only: partyId });
    const party = await answer();
    const { changes, names, detail } = changedFields(party, patch);
    if (names.length === 0) return { answer };
    if (changes.role !== undefined)
      await changeRole(tx, actor, { party, role: changes.role, room, reason }, at);
    await updateItem(tx, 'parties', partyId, changes);
    if (changes.role !== undefined) await requestApprovals(tx, roomId, at);
    const summary = `${party.label} (${plainWord(party.role)}): ${nameFields(names, PARTY_FIELDS)} changed.`;
    return { answer, done: { action: 'party_updated', summary, detail: { party_id: partyId, ...detail } } };
  });
}

/**
 * Removes a party. One that decides needs a reason, unless all its approvals were given.
 * @throws AppError `party_not_found`; `last_broker` if the room would have no broker; `reason_required`
 */
export async function removeParty(
  tx: Transaction,
  actor: RoomActor,
  { partyId, reason }: { partyId: string; reason?: string | undefined },
  at: Date,
): Promise<void> {
  await changeRoom(tx, actor, at, async (room) => {
    const party = await readOne(tx, 'parties', { roomId: actor.roomId, at, only: partyId });
    if (party.role === 'broker') await keepABroker(tx, actor);
    await excuseRemoval(tx, actor, { party, room, reason, deed: 'was removed from the room' }, at);
    await deleteItem(tx, 'parties', partyId);
    const { name, email, role } = party;
    const detail = { party_id: partyId, name, email, role };
    return {
      answer: () => undefined,
      done: {
        action: 'party_removed',
        summary: `${party.label} (${plainWord(role)}) was removed from the room.`,
        detail,
      },
    };
  });
}

/** Removes the approvals of a role that no longer decides, and ends those that were given in another role. */
async function changeRole(
  tx: Transaction,
  actor: RoomActor,
  { party, role, room, reason }: Omit<RemovedParty, 'deed'> & { role: RoomRole },
  at: Date,
): Promise<void> {
  if (party.role === 'broker') await keepABroker(tx, actor);
  if (decides(party.role) && !decides(role)) {
    const deed = `became ${plainWord(role)} and is no longer asked`;
    await excuseRemoval(tx, actor, { party, room, reason, deed }, at);
    await dropApprovalsOfParty(tx, party.id);
  }
  if (decides(party.role) && decides(role)) await endApprovalsOfParty(tx, party.id, at);
}

interface RemovedParty {
  party: CurrentParty;
  room: { stage: string };
  reason: string | undefined;
  /** What happened to the party, after its name. */
  deed: string;
}

/** Records that a party that decides is no longer asked. Only if all its approvals were given, no reason is needed. */
async function excuseRemoval(
  tx: Transaction,
  actor: RoomActor,
  { party, room, reason, deed }: RemovedParty,
  at: Date,
): Promise<void> {
  if (!decides(party.role)) return;
  const isSettled = await isSettledWith(tx, party.id);
  const subject = `${party.label} (${plainWord(party.role)}) ${deed}`;
  await recordException(
    tx,
    actor,
    {
      ...{ kind: 'party_removed', stage: room.stage as Stage, subject },
      reason:
        reason ?? (isSettled ? 'No reason was stated. All approvals of this party were given.' : undefined),
    },
    at,
  );
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

import { AUDIT_CHANNEL, type AuditNotice } from '../../platform/audit/audit-log.ts';
import type { Database } from '../../platform/db/database.ts';
import {
  CATALOGUE,
  findDefinition,
  isRoomEvent,
  type RoomEventAction,
} from '../../platform/events/catalogue.ts';
import type {
  EventDefinition,
  ItemType,
  RoomEventDefinition,
  RoomPart,
} from '../../platform/events/event-definition.ts';
import { Listeners } from './listeners.ts';
import { openPulse } from './pulse.ts';

/** An event in a room, as listeners receive it. */
export interface RoomEvent {
  /** The sequence number of its entry in the audit log: grows from event to event. */
  seq: number;
  kind: RoomEventAction;
  item: { type: ItemType; id: string } | null;
  /** The revision that the room came to. `null` if the event leaves it, or does not state it. */
  revision: number | null;
  actor: string;
  /** ISO 8601. */
  at: string;
  /** The parts of the room to fetch again. */
  stale: readonly RoomPart[];
}

export interface RoomListener {
  /** @param mayRevoke the access that the event may take from its readers */
  onEvent(event: RoomEvent, mayRevoke: EventDefinition['mayRevoke']): void;
  /** Events may have been lost: the connection to the database was interrupted. */
  onGap(): void;
  /** An account was changed, or a session ended. */
  onAccountsChanged(): void;
  /** Events arrive: a pulse has just taken their way through the database. */
  onPulse?(): void;
}

export interface RoomEvents {
  /** Notifies a listener of all that any process commits in a room. Returns a function that ends this. */
  subscribe(roomId: string, listener: RoomListener): () => void;
  /**
   * Calls a listener with the room in which somebody may have lost access, or without one if that may be anywhere.
   * Returns a function that ends this.
   */
  onRevocation(listener: (roomId?: string) => void): () => void;
  close(): Promise<void>;
}

/**
 * Opens one subscription to the audit log. All listeners of this process share it. While there are listeners, a pulse
 * takes the way of the events every few seconds. If it does not arrive, events do not arrive either, such as during
 * an outage of the database.
 */
export async function openRoomEvents(database: Database): Promise<RoomEvents> {
  const listeners = new Listeners<RoomListener>();
  const revocations = new Set<(roomId?: string) => void>();
  const revoke = (roomId?: string) => {
    for (const listener of revocations) listener(roomId);
  };

  function emit(notice: AuditNotice): void {
    const definition = findDefinition(notice.action);
    if (!definition) return;
    const { audience, mayRevoke } = definition;
    if (mayRevoke !== undefined) revoke(mayRevoke === 'account' ? undefined : (notice.roomId ?? undefined));
    if (mayRevoke === 'account') for (const listener of listeners.all()) listener.onAccountsChanged();
    const event = toRoomEvent(notice);
    if (!event) return;
    const readers = audience === 'rooms' ? listeners.all() : listeners.of(notice.roomId ?? '');
    for (const listener of readers) listener.onEvent(event, mayRevoke);
  }

  const close = await database.listen(
    AUDIT_CHANNEL,
    (payload) => emit(JSON.parse(payload)),
    () => {
      revoke();
      for (const listener of listeners.all()) listener.onGap();
    },
  );
  const endPulse = await openPulse(database, {
    areThere: () => listeners.ids().length > 0,
    onPulse: () => {
      for (const listener of listeners.all()) listener.onPulse?.();
    },
  });
  return {
    subscribe: (roomId, listener) => listeners.add(roomId, listener),
    onRevocation(listener) {
      revocations.add(listener);
      return () => void revocations.delete(listener);
    },
    async close() {
      await endPulse();
      await close();
    },
  };
}

/**
 * Makes an event of an entry of the audit log. Returns `undefined` if the people in the room may not receive
 * it. This includes an action of a newer version that shares the log: its audience is unknown here.
 */
export function toRoomEvent({ seq, action, actor, at, references }: AuditNotice): RoomEvent | undefined {
  if (!isRoomEvent(action)) return undefined;
  const { item, revision, stale }: RoomEventDefinition = CATALOGUE[action];
  const id = references[`${item}_id`];
  return {
    seq,
    kind: action,
    item: item && id !== undefined ? { type: item, id: String(id) } : null,
    revision: revision === 'stated' ? Number(references.revision) : null,
    actor,
    at,
    stale,
  };
}

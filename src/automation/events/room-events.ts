import { AUDIT_CHANNEL, type AuditNotice } from '../../platform/audit/audit-log.ts';
import type { Database } from '../../platform/db/database.ts';

/** Something that happened in a room, as listeners are told. */
export interface RoomEvent {
  /** The place of its entry in the audit log: grows from event to event. */
  seq: number;
  /** What was done, such as `document_approved` or `snapshot_generated`. */
  kind: string;
  item: { type: (typeof ITEM_TYPES)[number]; id: string } | null;
  /** The revision that the room came to; `null` for what leaves it as it is. */
  revision: number | null;
  actor: string;
  at: string;
}

export interface RoomListener {
  onEvent(event: RoomEvent): void;
  /** Events may have been lost on the way. */
  onGap(): void;
  /** Some account was changed or logged out. */
  onAccountsChanged(): void;
}

export interface RoomEvents {
  /** Tells a listener of all that is committed in a room, by whichever process. Returns how to stop that. */
  subscribe(roomId: string, listener: RoomListener): () => void;
  close(): Promise<void>;
}

/** An approval also names its party and vessel, a document its vessel: the first that is named counts. */
const ITEM_TYPES = ['snapshot', 'document', 'approval', 'party', 'vessel'] as const;
const ACCOUNT_ACTIONS: readonly string[] = [
  ...['user_updated', 'user_deactivated', 'password_changed', 'logged_out'],
];
/** Reaches every room that holds a document of the type. */
const TYPE_ACTION = 'document_type_updated';

/** One subscription to the audit log, shared by all listeners of this process. */
export async function openRoomEvents(database: Database): Promise<RoomEvents> {
  const listeners = new Map<string, Set<RoomListener>>();
  const all = () => [...listeners.values()].flatMap((some) => [...some]);

  function emit(notice: AuditNotice): void {
    const { action, roomId } = notice;
    if (ACCOUNT_ACTIONS.includes(action)) for (const listener of all()) listener.onAccountsChanged();
    const concerned = action === TYPE_ACTION ? all() : (listeners.get(roomId ?? '') ?? []);
    const event = toRoomEvent(notice);
    if (event) for (const listener of concerned) listener.onEvent(event);
  }

  const close = await database.listen(
    AUDIT_CHANNEL,
    (payload) => emit(JSON.parse(payload)),
    () => {
      for (const listener of all()) listener.onGap();
    },
  );
  return {
    subscribe(roomId, listener) {
      const others = listeners.get(roomId) ?? new Set();
      listeners.set(roomId, others.add(listener));
      return () => {
        others.delete(listener);
        if (others.size === 0) listeners.delete(roomId);
      };
    },
    close,
  };
}

/** What an entry of the audit log tells the people in the room; that somebody took a file is not theirs to know. */
export function toRoomEvent({ seq, action, actor, at, references }: AuditNotice): RoomEvent | undefined {
  if (action.endsWith('_downloaded')) return undefined;
  const type = ITEM_TYPES.find((name) => `${name}_id` in references);
  const item = type ? { type, id: String(references[`${type}_id`]) } : null;
  const changesRoom = !action.startsWith('snapshot_') && references.revision !== undefined;
  return { seq, kind: action, item, revision: changesRoom ? Number(references.revision) : null, actor, at };
}

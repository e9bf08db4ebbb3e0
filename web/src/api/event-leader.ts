import { type EventOf, followEvents, SILENCE_MS } from './event-stream.ts';

/** An event of a room. */
export type RoomEvent = EventOf<'/api/v1/events'>;

/** What the leader tells all tabs of a session. */
export type Announcement =
  /** The rooms whose events arrive. It is repeated, so that tabs notice a leader that is frozen. */
  | { kind: 'state'; live: readonly string[] }
  /** The tabs answer with the rooms that they show. */
  | { kind: 'ask' }
  /** @param to the tab that needs the event; all tabs if it is left out */
  | { kind: 'event'; event: RoomEvent; id: string | undefined; to?: string };

interface LeaderParts {
  announce(announcement: Announcement): void;
  /** Returns the id of the event after which a connection for these rooms begins. */
  lastIdOf(rooms: readonly string[]): string | undefined;
}

interface Want {
  rooms: readonly string[];
  heardAt: number;
}

const STATE_INTERVAL_MS = 4000;
/** Tabs that open together share one connection. */
const GATHER_MS = 100;
/** The server allows no more rooms on one connection. */
const MAX_ROOMS = 50;

/** Keeps the one connection for the events of all rooms that the tabs of a session show. */
export class EventLeader {
  readonly #parts: LeaderParts;
  readonly #wants = new Map<string, Want>();
  readonly #live = new Set<string>();
  /** The rooms that the user may not see. They are not asked for again, until another tab shows them. */
  readonly #gone = new Set<string>();
  /** The last known revision of each room, for tabs that join later. */
  readonly #revisions = new Map<string, number>();
  readonly #stateTimer: number;
  #gatherTimer = 0;
  #rooms: readonly string[] = [];
  #disconnect = () => {};

  constructor(parts: LeaderParts) {
    this.#parts = parts;
    this.#stateTimer = window.setInterval(() => this.#beat(), STATE_INTERVAL_MS);
    parts.announce({ kind: 'ask' });
  }

  /** Notes the rooms that a tab shows. */
  want(tab: string, rooms: readonly string[]): void {
    const known = this.#wants.get(tab)?.rooms ?? [];
    if (rooms.length > 0) this.#wants.set(tab, { rooms, heardAt: Date.now() });
    else this.#wants.delete(tab);
    for (const room of rooms.filter((one) => !known.includes(one))) {
      this.#gone.delete(room);
      this.#welcome(tab, room);
    }
    this.#gather();
  }

  close(): void {
    clearInterval(this.#stateTimer);
    clearTimeout(this.#gatherTimer);
    this.#disconnect();
  }

  /** Tells a tab where a room stands whose events arrive already. */
  #welcome(tab: string, room: string): void {
    const revision = this.#revisions.get(room);
    if (revision === undefined || !this.#live.has(room)) return;
    const event = { event: 'present', data: { room_id: room, revision, caught_up: false } } as const;
    this.#parts.announce({ kind: 'event', event, id: undefined, to: tab });
    this.#announceState();
  }

  #gather(): void {
    clearTimeout(this.#gatherTimer);
    this.#gatherTimer = window.setTimeout(() => this.#connect(), GATHER_MS);
  }

  #beat(): void {
    const longAgo = Date.now() - SILENCE_MS;
    for (const [tab, { heardAt }] of this.#wants) if (heardAt < longAgo) this.#wants.delete(tab);
    this.#announceState();
    this.#gather();
  }

  /** Connects for all rooms that are wanted now, unless the connection is for the same rooms already. */
  #connect(): void {
    const wanted = new Set([...this.#wants.values()].flatMap(({ rooms }) => rooms));
    const rooms = [...wanted]
      .filter((room) => !this.#gone.has(room))
      .toSorted()
      .slice(0, MAX_ROOMS);
    if (rooms.join() === this.#rooms.join()) return;
    this.#rooms = rooms;
    this.#disconnect();
    for (const room of this.#live) if (!rooms.includes(room)) this.#live.delete(room);
    if (rooms.length === 0) return;
    const listener = {
      onEvent: (event: RoomEvent, id: string | undefined) => this.#onEvent(event, id),
      connected: (isOpen: boolean) => isOpen || this.#nothingIsLive(),
      refused: () => this.#nothingIsLive(),
      lastId: () => this.#parts.lastIdOf(rooms),
    };
    this.#disconnect = followEvents<RoomEvent>(`/api/v1/events?room_ids=${rooms.join()}`, listener);
  }

  #onEvent(event: RoomEvent, id: string | undefined): void {
    this.#parts.announce({ kind: 'event', event, id });
    const { room_id: room } = event.data;
    if (event.event === 'gone') {
      this.#gone.add(room);
      this.#live.delete(room);
      this.#announceState();
      this.#gather();
    }
    if (event.event === 'present') {
      this.#live.add(room);
      this.#announceState();
    }
    if ('revision' in event.data && event.data.revision !== null)
      this.#revisions.set(room, event.data.revision);
  }

  #nothingIsLive(): void {
    this.#live.clear();
    this.#announceState();
  }

  #announceState(): void {
    this.#parts.announce({ kind: 'state', live: [...this.#live] });
  }
}

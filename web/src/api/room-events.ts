import { currentSession, onSessionChange } from '../session/session.ts';
import type { RoomEvent } from './event-leader.ts';
import { EventSharing } from './event-sharing.ts';

export type { RoomEvent };

interface RoomListener {
  onEvent(event: RoomEvent): void;
  /** Reports whether the events of the room arrive now. */
  live(isLive: boolean): void;
}

/** The rooms that this tab shows, and the part of the tab in the stream that all tabs of the session share. */
class RoomEvents {
  readonly #listeners = new Map<string, Set<RoomListener>>();
  readonly #lastIds = new Map<string, number>();
  #live: readonly string[] = [];
  #sharing: EventSharing | undefined;
  #token: string | undefined;
  #isFrozen = false;

  constructor() {
    const update = () => this.#update();
    const freeze = (isFrozen: boolean) => () => {
      this.#isFrozen = isFrozen;
      update();
    };
    document.addEventListener('visibilitychange', update);
    document.addEventListener('freeze', freeze(true));
    document.addEventListener('resume', freeze(false));
    window.addEventListener('pagehide', freeze(true));
    window.addEventListener('pageshow', freeze(false));
    onSessionChange(update);
  }

  follow(roomId: string, listener: RoomListener): () => void {
    const listeners = this.#listeners.get(roomId) ?? new Set();
    this.#listeners.set(roomId, listeners.add(listener));
    listener.live(this.#live.includes(roomId));
    this.#update();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(roomId);
      this.#update();
    };
  }

  /** Takes part in the stream while this tab is visible and shows rooms, with the session of this moment only. */
  #update(): void {
    const isSeen = document.visibilityState === 'visible' && !this.#isFrozen;
    const rooms = isSeen ? [...this.#listeners.keys()] : [];
    const token = rooms.length > 0 ? currentSession()?.token : undefined;
    if (token !== this.#token) {
      this.#sharing?.leave();
      if (this.#token !== undefined && token !== undefined) this.#lastIds.clear();
      this.#setLive([]);
      this.#token = token;
      this.#sharing = token === undefined ? undefined : this.#join(token);
    }
    this.#sharing?.want(rooms);
  }

  #join(token: string): EventSharing {
    // The end of a token is its signature.
    return new EventSharing(token.slice(-32), {
      onEvent: (event, id) => this.#onEvent(event, id),
      live: (rooms) => this.#setLive(rooms),
      lastIdOf: (rooms) => {
        const ids = rooms.flatMap((room) => this.#lastIds.get(room) ?? []);
        return ids.length > 0 ? String(Math.min(...ids)) : undefined;
      },
    });
  }

  #onEvent(event: RoomEvent, id: string | undefined): void {
    const { room_id: room } = event.data;
    if (id !== undefined) {
      const place = Number(id);
      // The stream begins again with the oldest event that any of the rooms needs.
      if (event.event === 'change' && place <= (this.#lastIds.get(room) ?? 0)) return;
      this.#lastIds.set(room, place);
    }
    for (const { onEvent } of this.#listeners.get(room) ?? []) onEvent(event);
  }

  #setLive(rooms: readonly string[]): void {
    const before = this.#live;
    this.#live = rooms;
    for (const [room, listeners] of this.#listeners) {
      const isLive = rooms.includes(room);
      if (isLive === before.includes(room)) continue;
      for (const { live } of listeners) live(isLive);
    }
  }
}

const events = new RoomEvents();

/**
 * Reports the events of a room, while this tab is visible. All tabs of the browser share one connection.
 * @returns a function that stops it
 */
export const followRoom = (roomId: string, listener: RoomListener): (() => void) =>
  events.follow(roomId, listener);

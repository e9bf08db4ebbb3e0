import { type Announcement, EventLeader, type RoomEvent } from './event-leader.ts';
import { SILENCE_MS } from './event-stream.ts';
import { newIdempotencyKey } from './idempotency-key.ts';

/** What the tabs of a session tell each other. */
type Message = Announcement | { kind: 'want'; tab: string; rooms: readonly string[] };

interface TabParts {
  onEvent(event: RoomEvent, id: string | undefined): void;
  /** @param rooms whose events arrive now */
  live(rooms: readonly string[]): void;
  lastIdOf(rooms: readonly string[]): string | undefined;
}

/** Not all tabs take the lead of a frozen tab at the same moment. */
const MAX_DELAY_MS = 1000;

/**
 * The part of one tab in the stream that all tabs of a session share. Browsers open only six connections to a server,
 * so six tabs with a stream each would stop the application. The tab that has the lock is the leader: it keeps the
 * connection, and passes its events on to the others. If the leader closes, the next tab in the queue gets the lock.
 * If the leader is frozen, another tab takes the lock.
 *
 * Browsers offer locks only to pages over HTTPS or of this machine. Otherwise each tab keeps its own connection.
 */
export class EventSharing {
  readonly #parts: TabParts;
  readonly #name: string;
  readonly #tab = newIdempotencyKey();
  readonly #channel: BroadcastChannel;
  #rooms: readonly string[] = [];
  #leader: EventLeader | undefined;
  #watchdog = 0;
  #turn = new AbortController();

  /** @param session a text that only the tabs of the same session have */
  constructor(session: string, parts: TabParts) {
    this.#parts = parts;
    this.#name = `roomshot.events.${session}`;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener('message', ({ data }) => this.#receive(data));
    if (navigator.locks) this.#queueUp({});
    else this.#lead();
    this.#watch();
  }

  /** Tells the leader which rooms this tab shows. */
  want(rooms: readonly string[]): void {
    this.#rooms = rooms;
    if (this.#leader) this.#leader.want(this.#tab, rooms);
    else this.#tell({ kind: 'want', tab: this.#tab, rooms });
  }

  leave(): void {
    this.want([]);
    clearTimeout(this.#watchdog);
    this.#turn.abort();
    this.#stopLeading();
    this.#channel.close();
  }

  /** Waits for the lock, and leads while this tab has it. With `steal`, it takes the lock from the tab that has it. */
  #queueUp(options: { steal?: true }): void {
    this.#turn.abort();
    const turn = new AbortController();
    this.#turn = turn;
    const { signal } = turn;
    const untilEnd = () =>
      new Promise<void>((resolve) => {
        if (signal.aborted) return resolve();
        signal.addEventListener('abort', () => resolve());
        this.#lead();
      });
    void navigator.locks
      .request(this.#name, options.steal ? options : { signal }, untilEnd)
      // This tab has left, or another tab has taken the lock.
      .catch(() => undefined)
      .then(() => {
        if (signal.aborted) return;
        this.#stopLeading();
        this.#queueUp({});
      });
  }

  #lead(): void {
    this.#leader = new EventLeader({
      announce: (announcement) => {
        this.#tell(announcement);
        this.#receive(announcement);
      },
      lastIdOf: (rooms) => this.#parts.lastIdOf(rooms),
    });
    this.#leader.want(this.#tab, this.#rooms);
  }

  #stopLeading(): void {
    this.#leader?.close();
    this.#leader = undefined;
  }

  #tell(message: Message): void {
    if (navigator.locks) this.#channel.postMessage(message);
  }

  #receive(message: Message): void {
    if (message.kind === 'want') this.#leader?.want(message.tab, message.rooms);
    else if (message.kind === 'event') this.#pass(message);
    else {
      this.want(this.#rooms);
      if (message.kind === 'ask') return;
      this.#watch();
      this.#parts.live(message.live);
    }
  }

  #pass({ event, id, to }: Extract<Announcement, { kind: 'event' }>): void {
    if (to === undefined || to === this.#tab) this.#parts.onEvent(event, id);
  }

  /** Expects to hear of the leader again. */
  #watch(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = window.setTimeout(
      () => {
        this.#parts.live([]);
        this.#watch();
        if (!this.#leader && navigator.locks) this.#queueUp({ steal: true });
      },
      SILENCE_MS + Math.random() * MAX_DELAY_MS,
    );
  }
}

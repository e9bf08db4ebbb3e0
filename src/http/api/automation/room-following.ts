import type { FastifyRequest } from 'fastify';
import { readNotices, readRoomPlace } from '../../../automation/streams/room-event-store.ts';
import { type RoomEvent, type RoomEvents, toRoomEvent } from '../../../automation/streams/room-events.ts';
import type { TaskEvents } from '../../../automation/streams/task-events.ts';
import { type AccessControl, isStillAdmitted } from '../../server/access.ts';
import { type EventStream, lastEventId } from '../../server/event-stream.ts';
import type { RequestDatabase } from '../../server/request-database.ts';
import type { RoomStreamEvent } from './room-event-response.ts';

export interface FollowedRoomParts {
  database: RequestDatabase;
  accessControl: AccessControl;
  roomEvents: RoomEvents;
  taskEvents: TaskEvents;
}

interface FollowedRoom {
  roomId: string;
  stream: EventStream<RoomStreamEvent>;
  /** Called once, if the room does not exist, or the reader may not see it any more. Then no more events are sent. */
  lost(): void;
}

/** A client that is behind by more events receives only the current revision. */
const MAX_REPLAYED = 500;
/** Tokens also expire while no event arrives. */
const RECHECK_MS = 60_000;

/**
 * Sends the events of a room since the last one received and the current revision, and then all events, until the
 * returned function is called or the reader loses the role in the room. The reader has the role at the beginning.
 */
export function followRoom(
  parts: FollowedRoomParts,
  request: FastifyRequest,
  followed: FollowedRoom,
): () => void {
  const follower = new RoomFollower(parts, request, followed);
  follower.start();
  return () => follower.end();
}

class RoomFollower {
  readonly #parts: FollowedRoomParts;
  readonly #request: FastifyRequest;
  readonly #followed: FollowedRoom;
  readonly #ends: (() => void)[] = [];
  #isEnded = false;
  /** The sequence number of the last event that was sent. */
  #seen: number;
  #work = Promise.resolve();

  constructor(parts: FollowedRoomParts, request: FastifyRequest, followed: FollowedRoom) {
    this.#parts = parts;
    this.#request = request;
    this.#followed = followed;
    this.#seen = lastEventId(request);
  }

  start(): void {
    const { roomEvents, taskEvents } = this.#parts;
    const { roomId, stream } = this.#followed;
    this.#inTurn(() => this.#catchUp());
    const recheck = () => this.#inTurn(() => this.#recheck());
    const timer = setInterval(recheck, RECHECK_MS);
    this.#ends.push(
      () => clearInterval(timer),
      roomEvents.subscribe(roomId, {
        onEvent: (event, mayRevoke) =>
          this.#inTurn(async () => {
            if (mayRevoke === 'room') await this.#recheck();
            this.#emit(event);
          }),
        onGap: () => this.#inTurn(() => this.#recheck().then(() => this.#catchUp())),
        onAccountsChanged: recheck,
        onPulse: () => stream.stillHere(),
      }),
      taskEvents.subscribe(roomId, ({ room_id, task_id, status, stage, progress, error }) =>
        stream.send({ event: 'progress', data: { room_id, task_id, status, stage, progress, error } }),
      ),
    );
  }

  end(): void {
    this.#isEnded = true;
    for (const end of this.#ends.splice(0)) end();
  }

  #inTurn(job: () => void | Promise<void>): void {
    this.#work = this.#work
      .then(() => (this.#isEnded ? undefined : job()))
      .catch((error) => {
        this.#request.log.error({ err: error }, 'event stream ended early');
        this.#followed.stream.end();
      });
  }

  #emit({ seq, stale, ...event }: RoomEvent): void {
    if (seq <= this.#seen || this.#isEnded) return;
    this.#seen = seq;
    const { roomId: room_id, stream } = this.#followed;
    stream.send({ id: seq, event: 'change', data: { room_id, ...event, stale: [...stale] } });
  }

  async #recheck(): Promise<void> {
    const { roomId } = this.#followed;
    if (!(await isStillAdmitted(this.#parts.accessControl, this.#request, roomId))) this.#lose();
  }

  #lose(): void {
    if (this.#isEnded) return;
    this.end();
    this.#followed.lost();
  }

  async #catchUp(): Promise<void> {
    if (this.#isEnded) return;
    const { roomId, stream } = this.#followed;
    const { query, flushed } = this.#parts.database;
    const place = await readRoomPlace(query, roomId);
    if (!place) return this.#lose();
    const page = { after: this.#seen, limit: MAX_REPLAYED + 1 };
    const notices = this.#seen > 0 ? await readNotices(query, roomId, page) : [];
    await flushed();
    const isCaughtUp = this.#seen > 0 && notices.length < page.limit;
    if (isCaughtUp) {
      for (const event of notices.map(toRoomEvent)) if (event) this.#emit(event);
    }
    this.#seen = place.seq;
    stream.send({
      ...{ id: place.seq, event: 'present' },
      data: { room_id: roomId, revision: place.revision, caught_up: isCaughtUp },
    });
  }
}

import { useEffect, useState } from 'react';
import { followEvents } from '../../../api/event-stream.ts';
import { queryClient } from '../../../api/query-client.ts';
import { type RoomEvent, type RoomPart, roomQuery } from '../../../room/room-queries.ts';
import { refreshRoom } from '../../../room/room-refresh.ts';

type Change = Extract<RoomEvent, { event: 'change' }>['data'];

export interface LiveRoom {
  /** Whether the server sends changes as they happen. Otherwise the page polls. */
  isLive: boolean;
  lastChange: Change | undefined;
}

/** Changes that arrive together are fetched together. */
const GATHER_MS = 100;
const POLL_MS = 15_000;

/** Keeps the page of a room up to date when other users change the room. */
export function useLiveRoom(roomId: string): LiveRoom {
  const [isLive, setLive] = useState(false);
  const [lastChange, setLastChange] = useState<Change>();
  useEffect(() => {
    const stale = collectStale(roomId);
    const onEvent = ({ event, data }: RoomEvent) => {
      if (event === 'change') {
        setLastChange(data);
        stale.add(data.stale);
      }
      if (event === 'present' && data.revision !== shownRevision(roomId)) stale.add();
    };
    const stop = followEvents<RoomEvent>(`/api/v1/rooms/${roomId}/events`, {
      onEvent,
      connected: setLive,
      refused: () => stale.add(),
    });
    return () => {
      stop();
      stale.cancel();
    };
  }, [roomId]);
  useEffect(() => {
    if (isLive) return;
    const timer = setInterval(() => void refreshRoom(roomId).catch(() => undefined), POLL_MS);
    return () => clearInterval(timer);
  }, [roomId, isLive]);
  return { isLive, lastChange };
}

/** Collects the stale parts of a room, and fetches them when no more arrive. Without parts, the whole room is stale. */
function collectStale(roomId: string) {
  let parts: Set<RoomPart> | 'all' = new Set();
  let timer: number | undefined;
  const refresh = () => {
    const stale = parts;
    parts = new Set();
    void refreshRoom(roomId, stale).catch(() => undefined);
  };
  return {
    add(more?: readonly RoomPart[]) {
      parts = more && parts !== 'all' ? new Set([...parts, ...more]) : 'all';
      window.clearTimeout(timer);
      timer = window.setTimeout(refresh, GATHER_MS);
    },
    cancel: () => window.clearTimeout(timer),
  };
}

const shownRevision = (roomId: string): number | undefined =>
  queryClient.getQueryData(roomQuery(roomId).queryKey)?.revision;

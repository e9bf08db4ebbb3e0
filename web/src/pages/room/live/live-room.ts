import { useEffect, useState } from 'react';
import { queryClient } from '../../../api/query-client.ts';
import { followRoom, type RoomEvent } from '../../../api/room-events.ts';
import { type RoomPart, roomQuery } from '../../../room/room-queries.ts';
import { refreshRoom } from '../../../room/room-refresh.ts';

type Change = Extract<RoomEvent, { event: 'change' }>['data'];

export interface LiveRoom {
  /** Whether changes arrive as they happen. Otherwise the page polls, unless it is hidden. */
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
    let isFirst = true;
    const onEvent = ({ event, data }: RoomEvent) => {
      if (event === 'change') {
        setLastChange(data);
        stale.add(data.stale);
      }
      if (event === 'gone') stale.add();
      if (event !== 'present') return;
      // Later, events may have been missed that do not change the revision.
      if (isFirst ? data.revision !== shownRevision(roomId) : !data.caught_up) stale.add();
      isFirst = false;
    };
    const stop = followRoom(roomId, { onEvent, live: setLive });
    return () => {
      stop();
      stale.cancel();
    };
  }, [roomId]);
  useEffect(() => {
    if (isLive) return;
    const poll = () => {
      if (document.visibilityState === 'visible') void refreshRoom(roomId).catch(() => undefined);
    };
    const timer = setInterval(poll, POLL_MS);
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

import { useEffect, useState } from 'react';
import { followEvents, type ServerEvent } from '../../../api/event-stream.ts';
import { queryClient } from '../../../api/query-client.ts';
import { roomQuery } from '../../../room/room-queries.ts';
import { refreshRoom } from '../../../room/room-refresh.ts';

/** A change that somebody made, as the server tells it. */
interface Change {
  kind: string;
  actor: string;
  /** ISO 8601 */
  at: string;
}

export interface LiveRoom {
  /** Whether changes are told as they happen; otherwise the server is asked again and again. */
  isLive: boolean;
  lastChange: Change | undefined;
}

/** Changes that come together are fetched together. */
const GATHER_MS = 100;
const POLL_MS = 15_000;

/** Keeps all that is shown of a room as it is now, whoever changes it. */
export function useLiveRoom(roomId: string): LiveRoom {
  const [isLive, setLive] = useState(false);
  const [lastChange, setLastChange] = useState<Change>();
  useEffect(() => {
    let gathering: number | undefined;
    const refresh = () => {
      window.clearTimeout(gathering);
      gathering = window.setTimeout(() => void refreshRoom(roomId).catch(() => undefined), GATHER_MS);
    };
    const onEvent = ({ name, data }: ServerEvent) => {
      if (name === 'change') setLastChange(data as Change);
      if (name === 'change' || (name === 'present' && !isShown(roomId, data))) refresh();
    };
    const stop = followEvents(`/api/v1/rooms/${roomId}/events`, {
      onEvent,
      connected: setLive,
      refused: refresh,
    });
    return () => {
      stop();
      window.clearTimeout(gathering);
    };
  }, [roomId]);
  useEffect(() => {
    if (isLive) return;
    const timer = setInterval(() => void refreshRoom(roomId).catch(() => undefined), POLL_MS);
    return () => clearInterval(timer);
  }, [roomId, isLive]);
  return { isLive, lastChange };
}

const isShown = (roomId: string, present: unknown): boolean =>
  queryClient.getQueryData(roomQuery(roomId).queryKey)?.revision ===
  (present as { revision: number }).revision;

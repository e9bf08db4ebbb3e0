import { useMutation } from '@tanstack/react-query';
import { refreshRoom } from './room-refresh.ts';

interface RoomChange<Input> {
  change(input: Input): Promise<unknown>;
  /** Once the page shows what the room has become. */
  onDone?: () => void;
}

/** Something that changes a room. It counts as pending until the page shows what came of it. */
export const useRoomChange = <Input>(roomId: string, { change, onDone }: RoomChange<Input>) =>
  useMutation({
    mutationFn: change,
    onSuccess: async () => {
      // What cannot be fetched says so in its own place.
      await refreshRoom(roomId).catch(() => undefined);
      onDone?.();
    },
  });

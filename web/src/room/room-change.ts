import { useMutation } from '@tanstack/react-query';
import { refreshRoom } from './room-refresh.ts';

interface RoomChange<Input> {
  change(input: Input): Promise<unknown>;
  /** Called when the page shows the changed room. */
  onDone?: () => void;
}

/** A mutation that changes a room. It stays pending until the page shows the changed room. */
export const useRoomChange = <Input>(roomId: string, { change, onDone }: RoomChange<Input>) =>
  useMutation({
    mutationFn: change,
    onSuccess: async () => {
      // A failed refresh is reported by the query itself.
      await refreshRoom(roomId).catch(() => undefined);
      onDone?.();
    },
  });

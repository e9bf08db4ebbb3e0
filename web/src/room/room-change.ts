import { useMutation } from '@tanstack/react-query';
import { ApiProblem } from '../api/api-problem.ts';
import { askForReason } from './reason-question.ts';
import { refreshRoom } from './room-refresh.ts';

interface RoomChange<Input> {
  /** @param reason why the clearance asks for less. It is asked for after the server has refused a change without it */
  change(input: Input, reason?: string): Promise<unknown>;
  /** Called when the page shows the changed room. */
  onDone?: () => void;
}

/** A mutation that changes a room. It stays pending until the page shows the changed room. */
export const useRoomChange = <Input>(roomId: string, { change, onDone }: RoomChange<Input>) =>
  useMutation({
    mutationFn: (input: Input) => withReason((reason) => change(input, reason)),
    onSuccess: async () => {
      // A failed refresh is reported by the query itself.
      await refreshRoom(roomId).catch(() => undefined);
      onDone?.();
    },
  });

/** The part of a body or query that states a reason. */
export const stating = (reason: string | undefined): { reason?: string } => (reason ? { reason } : {});

async function withReason(change: (reason?: string) => Promise<unknown>): Promise<unknown> {
  try {
    return await change();
  } catch (refused) {
    if (!(refused instanceof ApiProblem)) throw refused;
    const reason = await askForReason(refused);
    if (reason === null) throw refused;
    return change(reason);
  }
}

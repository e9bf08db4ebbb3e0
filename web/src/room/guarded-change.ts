import { ApiProblem, type RoomChangedDetails } from '../api/api-problem.ts';
import { type IfMatch, ifMatch, type Revised } from '../api/revised.ts';
import { type Difference, differencesOf, type ShownField } from './differences.ts';
import { useRoomChange } from './room-change.ts';

/** The values of a room that a form shows. The change depends on them. */
export interface Shown {
  fields: readonly ShownField[];
  seen: Revised<object>;
  /** Reads the values again. */
  read(): Promise<Revised<object>>;
}

type RoomEntry = RoomChangedDetails['changes'][number];

/** A change that was not made, because others had changed the values that its form showed. */
export class Conflict extends Error {
  readonly differences: readonly Difference[];
  /** The changes by others, newest first. */
  readonly changes: readonly RoomEntry[];
  readonly now: Revised<object>;

  constructor(differences: readonly Difference[], changes: readonly RoomEntry[], now: Revised<object>) {
    super('Others have changed the room.');
    this.differences = differences;
    this.changes = changes;
    this.now = now;
  }
}

interface Attempt<Input> {
  /** Undefined if the user took all values of the others. */
  input: Input | undefined;
  shown: Shown;
}

/** @param reason as in `useRoomChange` */
type Send<Input, Result = unknown> = (input: Input, headers: IfMatch, reason?: string) => Promise<Result>;

/** Ends the attempts in a room that changes faster than this browser can answer. */
const MAX_ATTEMPTS = 5;

/**
 * Makes a change on the revision that its form showed. If others changed the room, but no value that the form shows,
 * the change is made on the new revision.
 * @throws Conflict if they changed such a value
 */
export async function sendGuarded<Input extends object, Result>(
  { input, shown }: Attempt<Input>,
  send: Send<Input, Result>,
  reason?: string,
): Promise<Result | undefined> {
  if (input === undefined) return;
  const changes: RoomEntry[] = [];
  let { revision } = shown.seen;
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(input, ifMatch(revision), reason);
    } catch (error) {
      if (!(error instanceof ApiProblem && error.details) || attempt === MAX_ATTEMPTS) throw error;
      changes.unshift(...error.details.changes);
      const now = await shown.read();
      const versions = { seen: shown.seen.value, now: now.value, typed: input };
      const differences = differencesOf(shown.fields, versions);
      if (differences.length > 0) throw new Conflict(differences, changes, now);
      revision = now.revision;
    }
  }
}

interface GuardedChange<Input> {
  /** Returns the values when the change begins. */
  shown(): Shown;
  /** The entered values have the names of their fields. */
  send: Send<Input>;
  /** Called when the page shows the changed room. */
  onDone?: () => void;
}

/** A change of a room that overwrites no change of others unless the user decides so in a `ConflictDialog`. */
export function useGuardedChange<Input extends object>(
  roomId: string,
  { shown, send, onDone }: GuardedChange<Input>,
) {
  const sending = useRoomChange<Attempt<Input>>(roomId, {
    change: (attempt, reason) => sendGuarded(attempt, send, reason),
    ...(onDone && { onDone }),
  });
  const { error, variables, isPending, isSuccess, mutate, reset } = sending;
  const conflict = error instanceof Conflict ? error : undefined;
  return {
    mutate: (input: Input) => mutate({ input, shown: shown() }),
    isPending,
    isSuccess,
    error: conflict ? null : error,
    conflict,
    /** Repeats the change without the values that the user took from others. @param theirs the names of their fields */
    decide(theirs: readonly string[]) {
      if (!conflict || !variables?.input) return;
      const kept = Object.entries(variables.input).filter(([name]) => !theirs.includes(name));
      const isNothing = kept.length === 0 && theirs.length > 0;
      const input = isNothing ? undefined : (Object.fromEntries(kept) as Input);
      mutate({ input, shown: { ...variables.shown, seen: conflict.now } });
    },
    /** Ends the conflict without a change. The form is as before. */
    cancel: reset,
  };
}

export type GuardedState = Omit<ReturnType<typeof useGuardedChange>, 'mutate'>;

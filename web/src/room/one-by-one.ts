import { useState } from 'react';
import type { IfMatch } from '../api/revised.ts';
import { Conflict, type Shown, sendGuarded } from './guarded-change.ts';
import { refreshRoom } from './room-refresh.ts';

/** A change of one item among several. */
export interface SingleChange {
  /** The id of the item. */
  id: string;
  /** What the page showed of the item. */
  shown: Shown;
  /** @returns the revision of the room after the change */
  send(headers: IfMatch): Promise<number | undefined>;
}

/** What became of the items so far, by their ids. */
interface Progress {
  done: ReadonlySet<string>;
  problems: ReadonlyMap<string, Error>;
}

const NOTHING: Progress = { done: new Set(), problems: new Map() };

/**
 * Makes one change after the other, each with its own entry in the activity. A change that fails does not stop the
 * others, and its item says why. As every change, none overwrites what others changed meanwhile.
 * @param roomId the room of all items
 */
export function useOneByOne(roomId: string) {
  const [progress, setProgress] = useState(NOTHING);
  const [isPending, setPending] = useState(false);
  return {
    ...progress,
    isPending,
    /** @returns the number of changes that failed */
    async run(changes: readonly SingleChange[]): Promise<number> {
      setPending(true);
      const done = new Set(progress.done);
      const problems = new Map<string, Error>();
      let moved: Moved | undefined;
      for (const change of changes) {
        try {
          moved = await makeChange(change, moved);
          done.add(change.id);
        } catch (error) {
          problems.set(change.id, error instanceof Conflict ? CHANGED : (error as Error));
        }
        setProgress({ done: new Set(done), problems: new Map(problems) });
      }
      await refreshRoom(roomId).catch(() => undefined);
      setPending(false);
      return problems.size;
    },
  };
}

const CHANGED = new Error('Others have changed this document meanwhile. Look at it, then try again.');

/** The revision that the page showed, and the one to which only changes of this user led. */
interface Moved {
  from: number;
  to: number;
}

/** Makes a change on the revision that the page showed, or on that to which only the own changes before it led. */
async function makeChange(
  { shown, send }: SingleChange,
  moved: Moved | undefined,
): Promise<Moved | undefined> {
  const { revision: from } = shown.seen;
  const base = moved !== undefined && moved.from === from ? moved.to : from;
  const seen = { ...shown.seen, revision: base };
  const to = await sendGuarded({ input: {}, shown: { ...shown, seen } }, (_, headers) => send(headers));
  // A step of more than one means that something else has changed too. The next change then compares again.
  return from !== undefined && to !== undefined && to === (base ?? from) + 1 ? { from, to } : moved;
}

import { expectTypeOf, test } from 'vitest';
import type { ChangeOutcome } from './room-change.ts';
import type { moveRoomsOn } from './room-change-store.ts';

// The compiler is the test here: `npm run check` fails when a line with `@ts-expect-error` compiles.

type Change = NonNullable<ChangeOutcome<unknown>['done']>;
type Activity = Parameters<typeof moveRoomsOn>[1]['action'];

const summary = 'Fenders are rigged.';
const accept = (change: Change): Activity => change.action;

test('a room changes by the actions of the catalogue that change rooms, with their payload', () => {
  expectTypeOf(accept({ action: 'message_sent', summary, detail: { text: summary } })).toExtend<Activity>();
  // @ts-expect-error The action is misspelt.
  accept({ action: 'mesage_sent', summary, detail: { text: summary } });
  // @ts-expect-error The payload has no such field.
  accept({ action: 'message_sent', summary, detail: { txt: summary } });
  // @ts-expect-error A snapshot changes no room.
  accept({ action: 'snapshot_retried', summary, detail: { snapshot_id: '' } });
  // @ts-expect-error The entry of the change states the revision.
  accept({ action: 'message_sent', summary, detail: { text: summary, revision: 2 } });
});

test('an activity has an action of the catalogue that moves revisions', () => {
  expectTypeOf<'room_created'>().toExtend<Activity>();
  expectTypeOf<'document_type_updated'>().toExtend<Activity>();
  expectTypeOf<'snapshot_created'>().not.toExtend<Activity>();
  expectTypeOf<string>().not.toExtend<Activity>();
});

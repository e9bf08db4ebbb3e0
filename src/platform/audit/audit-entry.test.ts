import { expectTypeOf, test } from 'vitest';
import type { AuditAction, DetailOf, RoomIdOf } from '../events/catalogue.ts';
import type { Change } from '../events/payload.ts';
import type { AuditEntry } from './audit-log.ts';

// The compiler is the test here: `npm run check` fails when a line with `@ts-expect-error` compiles.

const ID = '2f7c1a52-8a52-4b8e-9a71-0c9e6f7b1d11';
const by = { at: new Date(0), actor: 'system' };
const inRoom = { ...by, roomId: ID };
const nowhere = { ...by, roomId: null };
const accept = (entry: AuditEntry): AuditAction => entry.action;

test('an entry has an action of the catalogue', () => {
  expectTypeOf(accept({ ...nowhere, action: 'backup_made', detail: {} })).toEqualTypeOf<AuditAction>();
  // @ts-expect-error The action is misspelt.
  accept({ ...nowhere, action: 'backup_maid', detail: {} });
  // @ts-expect-error The catalogue has no such action.
  accept({ ...nowhere, action: 'test', detail: {} });
  // @ts-expect-error Any text may be misspelt.
  accept({ ...nowhere, action: String('backup_made'), detail: {} });
  expectTypeOf<string>().not.toExtend<AuditEntry['action']>();
});

test('an entry has the payload of its action', () => {
  expectTypeOf<DetailOf<'snapshot_failed'>['reason']>().toBeString();
  accept({ ...inRoom, action: 'snapshot_failed', detail: { snapshot_id: ID, reason: 'No space.' } });
  // @ts-expect-error The reason is missing.
  accept({ ...inRoom, action: 'snapshot_failed', detail: { snapshot_id: ID } });
  // @ts-expect-error The reason is a text.
  accept({ ...inRoom, action: 'snapshot_failed', detail: { snapshot_id: ID, reason: 507 } });
  // @ts-expect-error The payload of another action.
  accept({ ...inRoom, action: 'snapshot_failed', detail: { party_id: ID } });
  // @ts-expect-error A failure has no size.
  accept({ ...inRoom, action: 'snapshot_failed', detail: { snapshot_id: ID, reason: '', file_size: 1 } });
  // @ts-expect-error One of the reasons is misspelt.
  accept({ ...nowhere, action: 'login_failed', detail: { email: '', address: '', reason: 'wrong_pasword' } });
});

test('a payload with further fields has only the kind of values that its action states', () => {
  expectTypeOf<DetailOf<'vessel_updated'>['draft']>().toEqualTypeOf<string | Change>();
  const change = { vessel_id: ID, draft: { old: 12.5, new: null } };
  accept({ ...inRoom, action: 'vessel_updated', revision: 2, detail: change });
  accept({ ...inRoom, action: 'vessel_created', revision: 2, detail: { vessel_id: ID, draft: 12.5 } });
  // @ts-expect-error A change has an old and a new value.
  accept({ ...inRoom, action: 'vessel_updated', revision: 2, detail: { vessel_id: ID, draft: 12.5 } });
  // @ts-expect-error A new vessel has values, and no changes.
  accept({ ...inRoom, action: 'vessel_created', revision: 2, detail: change });
  // @ts-expect-error The id is missing.
  accept({ ...inRoom, action: 'vessel_created', revision: 2, detail: { draft: 12.5 } });
});

test('an entry about a room has its id, and a change of the room its revision', () => {
  expectTypeOf<RoomIdOf<'message_sent'>>().toBeString();
  expectTypeOf<RoomIdOf<'backup_made'>>().toBeNull();
  accept({ ...inRoom, action: 'message_sent', revision: 2, detail: { text: 'Ahoy' } });
  // @ts-expect-error The room is missing.
  accept({ ...nowhere, action: 'message_sent', revision: 2, detail: { text: 'Ahoy' } });
  // @ts-expect-error The revision is missing.
  accept({ ...inRoom, action: 'message_sent', detail: { text: 'Ahoy' } });
  // @ts-expect-error A backup belongs to no room.
  accept({ ...inRoom, action: 'backup_made', detail: {} });
  // @ts-expect-error A backup changes no room.
  accept({ ...nowhere, action: 'backup_made', revision: 2, detail: {} });
});

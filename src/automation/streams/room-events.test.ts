import { expect, test } from 'vitest';
import type { AuditNotice } from '../../platform/audit/audit-log.ts';
import { toRoomEvent } from './room-events.ts';

const noticeOf = (action: string, references: AuditNotice['references']): AuditNotice => ({
  ...{ seq: 7, at: '2026-11-27T08:00:00.000Z', actor: 'broker@roomshot.example', action },
  ...{ roomId: '2f7c1a52-8a52-4b8e-9a71-0c9e6f7b1d11', references },
});

test('an event names its item, the new revision of the room, and the stale parts', () => {
  const references = { approval_id: 'a', party_id: 'p', vessel_id: 'v', revision: 12 };
  expect(toRoomEvent(noticeOf('approval_requested', references))).toEqual({
    ...{ seq: 7, at: '2026-11-27T08:00:00.000Z', actor: 'broker@roomshot.example' },
    ...{ kind: 'approval_requested', item: { type: 'approval', id: 'a' }, revision: 12 },
    stale: ['room', 'activity', 'approvals'],
  });
});

test('the frozen revision of a snapshot is no new revision of its room', () => {
  const event = toRoomEvent(noticeOf('snapshot_created', { snapshot_id: 's', revision: 12 }));
  expect(event).toMatchObject({ item: { type: 'snapshot', id: 's' }, revision: null, stale: ['snapshots'] });
});

test.each([
  ['a download', 'document_downloaded'],
  ['an event of an account', 'login_succeeded'],
  ['an action that only a newer version knows', 'document_countersigned'],
  ['a name that every object has', 'constructor'],
])('the readers of a room do not receive %s', (_, action) => {
  expect(toRoomEvent(noticeOf(action, { document_id: 'd' }))).toBeUndefined();
});

import { sql } from 'kysely';
import { describe, expect } from 'vitest';
import { openRoom } from '../support/rooms.ts';
import { test } from '../support/server-test.ts';
import { takeSnapshot } from '../support/snapshots.ts';

describe('the tasks of all rooms', () => {
  test('are listed newest first, by room and status, page by page', async ({ broker, admin }) => {
    const { id } = await openRoom(broker, { title: 'Tasks of this room' });
    const taken: string[] = [];
    for (const title of ['one', 'two', 'three']) {
      const { created } = await takeSnapshot(broker, id, { title, snapshot_type: 'json' });
      taken.push(created.task_id);
    }
    const first = await admin.get(`/snapshots/tasks?room_id=${id}&status=completed&limit=2`);
    expect(first.body.items[0]).toMatchObject({
      ...{ title: 'three', status: 'completed', attempt: 1, error: null, room_id: id },
      ...{ room_title: 'Tasks of this room', requested_by: 'broker@roomshot.example' },
    });
    const second = await admin.get(`/snapshots/tasks?room_id=${id}&limit=2&cursor=${first.body.next_cursor}`);
    const seen = [...first.body.items, ...second.body.items].map(({ task_id }) => task_id);
    expect(seen).toEqual(taken.toReversed());
    expect(second.body.next_cursor).toBeNull();
    expect((await admin.get(`/snapshots/tasks?room_id=${id}&status=failed`)).body.items).toEqual([]);
  });
});

describe('the audit log', () => {
  test('is verified on request, and names the first entry that was changed', async ({ server, admin }) => {
    const { body } = await admin.get('/audit/verification');
    expect(body).toMatchObject({ intact: true, broken_at: null, reason: null });
    expect(body.head).toMatch(new RegExp(`^${body.entries}:[0-9a-f]{64}$`));
    await server.roomshot.database.transaction(async (tx) => {
      await sql`alter table audit_entries disable trigger all`.execute(tx);
      await sql`update audit_entries set actor = 'nobody' where seq = 2`.execute(tx);
    });
    const [one, two] = await Promise.all([
      admin.get('/audit/verification?all=true'),
      admin.get('/audit/verification?all=true'),
    ]);
    expect(one.body).toEqual({
      ...{ intact: false, entries: 1, head: null, broken_at: 2 },
      reason: 'This entry is not as it was written.',
      ...{ read_after: 0, continues_at: null, all_read_at: null },
    });
    expect(two.body).toEqual(one.body);
  });
});

/**
 * The revision that each entry of the activity led to. Each revision of a room has one entry, so existing entries are
 * numbered back from the revision of their room, in the order in which the room shows them. A response that is stored
 * under an idempotency key also keeps its ETag.
 */
export const revisionsOfChanges: readonly string[] = [
  'alter table activities add revision integer',
  `update activities set revision = numbered.revision
    from (
      select a.id, r.revision + 1 - row_number() over (partition by a.room_id order by a.at desc, a.id desc) as revision
      from activities a join rooms r on r.id = a.room_id
    ) as numbered
    where activities.id = numbered.id`,
  'alter table activities alter revision set not null',
  'create unique index activities_revision on activities (room_id, revision)',
  'alter table idempotency_keys add etag text',
];

/**
 * Appends entries to the audit log, each chained to the one before, and announces them. Returns the new head. Each
 * entry has the hash of its content, and its notice without its number.
 */
export const appendAuditFunction: readonly string[] = [
  `create function append_audit(entries jsonb, out seq integer, out hash text) language plpgsql as $$
    declare entry jsonb;
    begin
      for entry in select * from jsonb_array_elements(entries) loop
        update audit_head set seq = audit_head.seq + 1,
          hash = encode(sha256(convert_to(audit_head.hash || (entry ->> 'content_hash'), 'UTF8')), 'hex')
        returning audit_head.seq, audit_head.hash into append_audit.seq, append_audit.hash;
        insert into audit_entries (seq, at, actor, action, room_id, detail, hash)
        values (append_audit.seq, (entry ->> 'at')::timestamptz, entry ->> 'actor', entry ->> 'action',
          (entry ->> 'room_id')::uuid, entry -> 'detail', append_audit.hash);
        perform pg_notify('roomshot_audit', (entry -> 'notice' || jsonb_build_object('seq', append_audit.seq))::text);
      end loop;
    end $$`,
];

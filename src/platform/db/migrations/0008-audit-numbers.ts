/**
 * An entry is inserted only as the new head of the log: `audit_head` contains its number and hash already. The check of
 * the number is not applied to existing rows. `audit verify` reports them, and a start must not fail because of them.
 */
export const auditNumbers: readonly string[] = [
  'alter table audit_entries add constraint audit_entries_number check (seq >= 1) not valid',
  `create function require_audit_head() returns trigger language plpgsql as $$
    begin
      if not exists (select from audit_head where seq = new.seq and hash = new.hash) then
        raise exception 'audit entries are appended only at the head of the log';
      end if;
      return new;
    end $$`,
  `create trigger audit_entries_at_head before insert on audit_entries
    for each row execute function require_audit_head()`,
];

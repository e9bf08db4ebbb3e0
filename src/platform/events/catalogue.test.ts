import { expect, test } from 'vitest';
import { AUDIT_ACTIONS, CATALOGUE, payloadSchema } from './catalogue.ts';
import type { EventDefinition } from './event-definition.ts';

const definitions = Object.entries<EventDefinition>(CATALOGUE);

test('the catalogue has the actions that rows in databases hold: none is renamed or removed', () => {
  expect(AUDIT_ACTIONS.toSorted()).toEqual([
    'approval_lapsed',
    'approval_requested',
    'approval_revoked',
    'approval_subject_lifted',
    'approval_updated',
    'backup_made',
    'backup_restored',
    'cache_invalidated',
    'cleanup_done',
    'cleanup_held_back',
    'clock_confirmed',
    'document_approved',
    'document_created',
    'document_deleted',
    'document_downloaded',
    'document_file_deleted',
    'document_rejected',
    'document_type_created',
    'document_type_updated',
    'document_updated',
    'document_uploaded',
    'logged_out',
    'login_failed',
    'login_succeeded',
    'message_sent',
    'party_added',
    'party_removed',
    'party_updated',
    'password_change_refused',
    'password_changed',
    'requirement_added',
    'requirement_removed',
    'requirement_updated',
    'room_created',
    'room_deleted',
    'room_updated',
    'snapshot_cancelled',
    'snapshot_created',
    'snapshot_deleted',
    'snapshot_downloaded',
    'snapshot_failed',
    'snapshot_generated',
    'snapshot_retention_changed',
    'snapshot_retried',
    'status_change',
    'template_created',
    'template_deleted',
    'template_updated',
    'user_created',
    'user_deactivated',
    'user_updated',
    'vessel_created',
    'vessel_deleted',
    'vessel_updated',
  ]);
});

test('an event about an item of a room has the id of the item in its payload', () => {
  const items = definitions.filter(([, { item }]) => item !== undefined);
  expect(items.length).toBeGreaterThan(20);
  for (const [action, { item, payload, belongsTo }] of items) {
    expect(Object.keys(payload), action).toContain(`${item}_id`);
    expect(belongsTo, action).toBe('room');
  }
});

test('an event that moves the revision of rooms makes the rooms and their activity stale', () => {
  const changes = definitions.filter(([, { revision }]) => revision !== 'kept');
  expect(changes.length).toBeGreaterThan(20);
  for (const [action, definition] of changes) {
    expect(definition, action).toMatchObject({ stale: expect.arrayContaining(['room', 'activity']) });
  }
});

test('the payload of a change of a room has the new revision, and no field that is not stated', () => {
  expect(payloadSchema('message_sent')).toMatchObject({
    ...{ type: 'object', additionalProperties: false, required: ['text', 'revision'] },
    properties: { text: { type: 'string' }, revision: { type: 'integer' } },
  });
  expect(payloadSchema('vessel_updated')).toMatchObject({
    ...{ required: ['vessel_id', 'revision'] },
    additionalProperties: { type: 'object', required: ['old', 'new'] },
  });
});

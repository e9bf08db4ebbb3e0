import type { HttpServer } from '../../src/http/server/plain-server.ts';
import type { Action } from '../../src/people/permissions/policy.ts';

/** Whom a route lets in. A task is judged like the room that it belongs to. */
export type StatedAccess =
  | 'public'
  | 'optional'
  | 'authenticated'
  | { system: Action }
  | { room: Action }
  | { task: Action };

/**
 * Every route and whom it is for, stated a second time and independently of the routes themselves: a route
 * that is missing here makes a test fail, so that nobody adds one without thinking about this.
 */
export const STATED_ROUTES: Record<string, StatedAccess> = {
  'GET /*': 'public',
  'GET /api/v1/about': 'public',
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'GET /health': 'public',
  'GET /metrics': 'public',
  'GET /api/v1/openapi.json': 'public',
  'POST /api/v1/auth/login': 'public',
  'POST /api/v1/auth/logout': 'authenticated',
  'GET /api/v1/auth/me': 'authenticated',
  'GET /api/v1/auth/validate': 'authenticated',
  'POST /api/v1/auth/password': 'authenticated',
  'GET /api/v1/activity': { system: 'activity.view_all' },
  'GET /api/v1/audit/checkpoint': { system: 'activity.view_all' },
  'GET /api/v1/settings': { system: 'setting.manage' },
  'POST /api/v1/admin/backup': { system: 'setting.manage' },
  'GET /api/v1/admin/clock': { system: 'setting.manage' },
  'POST /api/v1/admin/clock/confirmation': { system: 'setting.manage' },
  'GET /api/v1/admin/diagnosis': { system: 'setting.manage' },
  'POST /api/v1/admin/cleanup': { system: 'setting.manage' },
  'GET /api/v1/admin/cache': { system: 'setting.manage' },
  'GET /api/v1/admin/cache/editions': { system: 'setting.manage' },
  'DELETE /api/v1/admin/cache/editions': { system: 'setting.manage' },
  'DELETE /api/v1/admin/cache/editions/:key': { system: 'setting.manage' },
  'DELETE /api/v1/admin/cache/rooms/:id': { system: 'setting.manage' },
  'POST /api/v1/admin/cache/warm': { system: 'setting.manage' },
  'GET /api/v1/users': { system: 'user.manage' },
  'POST /api/v1/users': { system: 'user.manage' },
  'GET /api/v1/users/:user_id': { system: 'user.manage' },
  'PATCH /api/v1/users/:user_id': { system: 'user.manage' },
  'GET /api/v1/document-types': 'authenticated',
  'POST /api/v1/document-types': { system: 'document_type.manage' },
  'GET /api/v1/document-types/:code': 'authenticated',
  'PATCH /api/v1/document-types/:code': { system: 'document_type.manage' },
  'GET /api/v1/rooms': 'authenticated',
  'POST /api/v1/rooms': { system: 'room.create' },
  'GET /api/v1/rooms/:room_id': { room: 'room.view' },
  'PATCH /api/v1/rooms/:room_id': { room: 'room.update' },
  'DELETE /api/v1/rooms/:room_id': { room: 'room.delete' },
  'POST /api/v1/rooms/:room_id/status': { room: 'room.update' },
  'GET /api/v1/rooms/:room_id/events': { room: 'room.view' },
  'GET /api/v1/events': 'authenticated',
  'GET /api/v1/rooms/:room_id/activity': { room: 'room.view' },
  'POST /api/v1/rooms/:room_id/messages': { room: 'message.send' },
  'GET /api/v1/rooms/:room_id/parties': { room: 'room.view' },
  'POST /api/v1/rooms/:room_id/parties': { room: 'party.manage' },
  'GET /api/v1/rooms/:room_id/parties/:party_id': { room: 'room.view' },
  'PATCH /api/v1/rooms/:room_id/parties/:party_id': { room: 'party.manage' },
  'DELETE /api/v1/rooms/:room_id/parties/:party_id': { room: 'party.manage' },
  'GET /api/v1/rooms/:room_id/compatibility': { room: 'room.view' },
  'GET /api/v1/rooms/:room_id/vessels': { room: 'room.view' },
  'POST /api/v1/rooms/:room_id/vessels': { room: 'vessel.write' },
  'GET /api/v1/rooms/:room_id/vessels/:vessel_id': { room: 'room.view' },
  'PATCH /api/v1/rooms/:room_id/vessels/:vessel_id': { room: 'vessel.write' },
  'DELETE /api/v1/rooms/:room_id/vessels/:vessel_id': { room: 'vessel.delete' },
  'POST /api/v1/rooms/:room_id/copy': { room: 'room.copy' },
  'GET /api/v1/templates': 'authenticated',
  'POST /api/v1/templates': { system: 'template.manage' },
  'GET /api/v1/templates/:code': 'authenticated',
  'PATCH /api/v1/templates/:code': { system: 'template.manage' },
  'DELETE /api/v1/templates/:code': { system: 'template.manage' },
  'GET /api/v1/rooms/:room_id/requirements': { room: 'room.view' },
  'POST /api/v1/rooms/:room_id/requirements': { room: 'document.write' },
  'GET /api/v1/rooms/:room_id/requirements/:requirement_id': { room: 'room.view' },
  'PATCH /api/v1/rooms/:room_id/requirements/:requirement_id': { room: 'document.write' },
  'DELETE /api/v1/rooms/:room_id/requirements/:requirement_id': { room: 'document.write' },
  'GET /api/v1/rooms/:room_id/documents': { room: 'room.view' },
  'POST /api/v1/rooms/:room_id/documents': { room: 'document.write' },
  'GET /api/v1/rooms/:room_id/documents/:document_id': { room: 'room.view' },
  'PATCH /api/v1/rooms/:room_id/documents/:document_id': { room: 'document.write' },
  'DELETE /api/v1/rooms/:room_id/documents/:document_id': { room: 'document.write' },
  'POST /api/v1/rooms/:room_id/documents/:document_id/approve': { room: 'document.review' },
  'POST /api/v1/rooms/:room_id/documents/:document_id/reject': { room: 'document.review' },
  'GET /api/v1/rooms/:room_id/documents/:document_id/file': { room: 'room.view' },
  'POST /api/v1/rooms/:room_id/documents/:document_id/file': { room: 'document.upload' },
  'PUT /api/v1/rooms/:room_id/documents/:document_id/file': { room: 'document.upload' },
  'DELETE /api/v1/rooms/:room_id/documents/:document_id/file': { room: 'document.write' },
  'GET /api/v1/rooms/:room_id/approvals': { room: 'room.view' },
  'POST /api/v1/rooms/:room_id/approvals': { room: 'party.manage' },
  'GET /api/v1/rooms/:room_id/approvals/:approval_id': { room: 'room.view' },
  'POST /api/v1/rooms/:room_id/approvals/:approval_id/approve': { room: 'approval.give' },
  'POST /api/v1/rooms/:room_id/approvals/:approval_id/reject': { room: 'approval.give' },
  'POST /api/v1/rooms/:room_id/approvals/:approval_id/revoke': { room: 'approval.revoke' },
  'POST /api/v1/rooms/:room_id/approvals/:approval_id/subjects/:subject_id/lift': { room: 'approval.lift' },
  'GET /api/v1/rooms/:room_id/snapshots': { room: 'snapshot.view' },
  'POST /api/v1/rooms/:room_id/snapshots': { room: 'snapshot.create' },
  'GET /api/v1/rooms/:room_id/snapshots/:snapshot_id': { room: 'snapshot.view' },
  'DELETE /api/v1/rooms/:room_id/snapshots/:snapshot_id': { room: 'snapshot.delete' },
  'GET /api/v1/rooms/:room_id/snapshots/:snapshot_id/download': { room: 'snapshot.view' },
  'POST /api/v1/verify': 'optional',
  'GET /api/v1/rooms/:room_id/snapshots/:snapshot_id/diff/:other_id': { room: 'snapshot.view' },
  'GET /api/v1/snapshots/metrics/summary': { system: 'metrics.view' },
  'GET /api/v1/snapshots/metrics/export': { system: 'metrics.view' },
  'GET /api/v1/snapshots/metrics/series': { system: 'metrics.view' },
  'GET /api/v1/audit/verification': { system: 'activity.view_all' },
  'GET /api/v1/snapshots/tasks': { system: 'activity.view_all' },
  'GET /api/v1/snapshots/tasks/:task_id': { task: 'snapshot.view' },
  'GET /api/v1/snapshots/tasks/:task_id/events': { task: 'snapshot.view' },
  'POST /api/v1/snapshots/tasks/:task_id/cancel': { task: 'snapshot.create' },
  'POST /api/v1/snapshots/tasks/:task_id/retry': { task: 'snapshot.create' },
};

const ROW = /^([│ ├└─]*)(\S+)(?: \(([A-Z, ]+)\))?$/;
const INDENT = 4;

/** `METHOD /path` of every route that a server has, read from the tree that its router prints. */
export function routesOf(http: HttpServer): string[] {
  const above: string[] = [];
  return http
    .printRoutes()
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods = ''] = ROW.exec(line) ?? [];
      if (part === '') return [];
      const depth = indent.length / INDENT;
      above[depth] = part;
      const path = above.slice(0, depth + 1).join('');
      return methods === '' ? [] : methods.split(', ').map((method) => `${method} ${path}`);
    });
}

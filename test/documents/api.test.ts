import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Action, may } from '../../src/people/permissions/policy.ts';
import { ROLES } from '../../src/people/permissions/roles.ts';
import { STATED_ROUTES, type StatedAccess } from '../support/route-table.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/api.md');
const ROW = /^\| `((?:GET|POST|PUT|PATCH|DELETE) [^`]+)` +\| ([^|]+?) +\|/gm;
/** Public for the router, because the route itself checks the address of the client or a token. */
const LOCAL_ROUTES: Record<string, string> = { 'GET /metrics': 'local programs, or a token' };

const rolesWith = (action: Action) => ROLES.filter((role) => may(role, action));

/** The roles that a route admits, in the words of the document. */
function wordsOf(access: StatedAccess): string {
  if (access === 'public' || access === 'optional') return 'anybody';
  if (access === 'authenticated') return 'any account';
  if ('system' in access) return `${rolesWith(access.system).join(' or ')} account`;
  const roles = rolesWith('room' in access ? access.room : access.task);
  return roles.length === ROLES.length ? 'every role' : roles.join(', ');
}

test('the reference of the API lists every route with the roles that it admits', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const chapter = text.slice(text.indexOf('\n## Routes\n'), text.indexOf('\n## Differences from the hub\n'));
  const listed = [...chapter.matchAll(ROW)].map(([, route, who]) => `${route}: ${who}`);
  const stated = Object.entries(STATED_ROUTES).map(([route, access]) => {
    const name = route.replace('/api/v1', '').replace(/:(\w+)/g, '{$1}');
    return `${name}: ${LOCAL_ROUTES[name] ?? wordsOf(access)}`;
  });
  expect(listed.toSorted()).toEqual(stated.toSorted());
});

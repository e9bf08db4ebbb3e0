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

const text = readFileSync(DOCUMENT, 'utf8');
const [, routes = '', differences = ''] = text.split(/\n## (?:Routes|Differences from the hub)\n/);

test('the reference of the API lists every route with the roles that it admits', () => {
  const listed = [...routes.matchAll(ROW)].map(([, route, who]) => `${route}: ${who}`);
  const stated = Object.entries(STATED_ROUTES).map(([route, access]) => {
    const name = route.replace('/api/v1', '').replace(/:(\w+)/g, '{$1}');
    return `${name}: ${LOCAL_ROUTES[name] ?? wordsOf(access)}`;
  });
  expect(listed.toSorted()).toEqual(stated.toSorted());
});

/** `METHOD /path` of the code in a cell, without a query, and with equal names for all parameters. */
const routesIn = (cell = '') =>
  [...cell.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`?]*)/g)].map(([, route = '']) => plain(route));
const plain = (route: string) => route.replace('/api/v1', '').replace(/:\w+|\{\w+\}/g, '{}');

test('each difference from the hub names the routes that exist, and none that does not', () => {
  const own = new Set(Object.keys(STATED_ROUTES).map(plain));
  const rows = differences
    .split('\n')
    .map((line) => line.split(' | '))
    .filter((cells) => cells.length === 4 && routesIn(cells[0]).length > 0);
  for (const [hub, here, relation = ''] of rows) {
    for (const route of routesIn(here)) expect(own, `Roomshot: ${route}`).toContain(route);
    const isKept = /^(same|added|different|\*\*different)/.test(relation);
    for (const route of routesIn(hub)) expect(own.has(route), `${route}: ${relation}`).toBe(isKept);
  }
  expect(rows.length).toBeGreaterThan(50);
});

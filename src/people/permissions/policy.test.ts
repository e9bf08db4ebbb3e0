import { describe, expect, test } from 'vitest';
import { type Action, may } from './policy.ts';
import type { Role } from './roles.ts';

const ROLES: readonly Role[] = [
  ...(['owner', 'broker', 'charterer', 'poac', 'sts_provider'] as const),
  ...(['seller', 'buyer', 'viewer', 'admin'] as const),
];

/** The whole matrix once more, as a table that a person can compare: + may, - may not. */
const MATRIX: Record<Action, string> = {
  //                      owner broker charterer poac sts_provider seller buyer viewer admin
  'room.view': '          +     +      +         +    +            +      +     +      +',
  'commercial.view': '    +     +      +         -    -            -      -     -      +',
  'room.create': '        -     +      -         -    -            -      -     -      +',
  'room.update': '        -     +      -         -    -            -      -     -      +',
  'room.copy': '          -     +      -         -    -            -      -     -      +',
  'room.delete': '        -     -      -         -    -            -      -     -      +',
  'message.send': '       +     +      +         +    +            +      +     -      +',
  'party.manage': '       -     +      -         -    -            -      -     -      +',
  'vessel.write': '       -     +      -         -    -            -      -     -      +',
  'vessel.delete': '      -     -      -         -    -            -      -     -      +',
  'document.upload': '    +     +      +         +    +            +      +     -      -',
  'document.review': '    +     +      +         -    -            -      -     -      +',
  'document.write': '     +     +      -         -    -            -      -     -      +',
  'approval.give': '      +     +      +         +    +            -      -     -      +',
  'approval.revoke': '    +     +      -         -    -            -      -     -      +',
  'approval.lift': '      +     +      -         -    -            -      -     -      +',
  'snapshot.view': '      +     +      +         +    +            +      +     +      +',
  'snapshot.create': '    +     +      +         -    -            -      -     -      +',
  'snapshot.delete': '    -     -      -         -    -            -      -     -      +',
  'document_type.manage': '-    -      -         -    -            -      -     -      +',
  'template.manage': '    -     -      -         -    -            -      -     -      +',
  'activity.view_all': '  -     -      -         -    -            -      -     -      +',
  'metrics.view': '       -     -      -         -    -            -      -     -      +',
  'user.manage': '        -     -      -         -    -            -      -     -      +',
  'setting.manage': '     -     -      -         -    -            -      -     -      +',
};

const cells = Object.entries(MATRIX).flatMap(([action, line]) =>
  line
    .trim()
    .split(/\s+/)
    .map((mark, column) => ({ action: action as Action, role: ROLES[column], allowed: mark === '+' })),
);

describe('the permission matrix', () => {
  test('has a mark for every action and role', () => {
    expect(cells).toHaveLength(Object.keys(MATRIX).length * ROLES.length);
  });

  test.each(cells)('$role, $action: $allowed', ({ action, role, allowed }) => {
    expect(role && may(role, action)).toBe(allowed);
  });

  test('whoever may write the commercial terms may read them', () => {
    const writes = (role: Role) => may(role, 'room.create') || may(role, 'room.update');
    expect(ROLES.filter((role) => writes(role) && !may(role, 'commercial.view'))).toEqual([]);
  });
});

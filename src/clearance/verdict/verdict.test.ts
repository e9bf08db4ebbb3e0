import { describe, expect, test } from 'vitest';
import {
  approval,
  clearedOperation,
  document,
  LAST_DAY,
  requirement,
  room,
  SHIPS,
  vessel,
} from '../../../test/support/cleared-operation.ts';
import type { ExceptionState } from '../vocabulary/room-state.ts';
import { decideVerdict, type VerdictInput } from './verdict.ts';

/** `!code` blocks. */
const codesOf = (input: VerdictInput): string[] =>
  decideVerdict(input).reasons.map(({ blocking, code }) => `${blocking ? '!' : ''}${code}`);

interface Case {
  name: string;
  own: Partial<VerdictInput>;
  outcome: string;
  reasons: string[];
}

/** The certificate of the second ship is in order. */
const withDocument = (own: Parameters<typeof document>[0]): Partial<VerdictInput> => ({
  documents: [document(own), document({ id: 'd2', vessel_id: 'v2', vessel_name: 'Nordlys' })],
});
const optional = { criticality: 'med', required: false } as const;

const CASES: Case[] = [
  { name: 'all in order', own: {}, outcome: 'cleared', reasons: [] },
  {
    name: 'cancelled',
    own: { room: room({ status: 'cancelled' }) },
    outcome: 'not_cleared',
    reasons: ['!room_cancelled'],
  },
  {
    name: 'no documents and nothing asked for',
    own: { documents: [], requirements: [] },
    outcome: 'not_cleared',
    reasons: ['!document_missing'],
  },
  {
    name: 'nobody asked for an approval',
    own: { approvals: [] },
    outcome: 'not_cleared',
    reasons: ['!approvals_missing'],
  },
  {
    name: 'a certificate of only one of two ships',
    own: { documents: [document()] },
    outcome: 'not_cleared',
    reasons: ['!document_missing'],
  },
  {
    name: 'a certificate that was superseded and not replaced',
    own: withDocument({ status: 'superseded' }),
    outcome: 'not_cleared',
    reasons: ['!document_missing', 'exception'],
  },
  ...(['missing', 'rejected', 'expired'] as const).flatMap((status): Case[] => [
    {
      name: `${status}, required`,
      own: withDocument({ status }),
      outcome: 'not_cleared',
      reasons: [`!document_${status}`],
    },
    {
      name: `${status}, optional but on the critical path`,
      own: withDocument({ status, ...optional, critical_path: true }),
      outcome: 'not_cleared',
      reasons: [`!document_${status}`],
    },
    {
      name: `${status}, optional`,
      own: withDocument({ status, ...optional }),
      outcome: 'cleared_with_subjects',
      reasons: [`document_${status}`],
    },
    {
      name: `${status}, due at a later stage`,
      own: withDocument({ status, due_stage: 'cargo_transfer' }),
      outcome: 'cleared',
      reasons: [],
    },
    {
      name: `${status}, without a stage`,
      own: withDocument({ status, due_stage: null }),
      outcome: 'not_cleared',
      reasons: [`!document_${status}`],
    },
  ]),
  {
    name: 'under review',
    own: withDocument({ status: 'under_review' }),
    outcome: 'pending',
    reasons: ['!document_under_review'],
  },
  ...(['waived', 'not_applicable'] as const).flatMap((status) => [
    {
      name: `${status}, and no reason is stated`,
      own: withDocument({ status, expires_on: '2020-01-01' }),
      outcome: 'cleared_with_subjects',
      reasons: ['exception'],
    },
    {
      name: `${status}, and it does not count`,
      own: { ...withDocument({ status, ...optional }), requirements: [requirement(optional)] },
      outcome: 'cleared',
      reasons: [],
    },
  ]),
  {
    name: 'superseded and of a vessel that was removed',
    own: {
      documents: [
        ...clearedOperation().documents,
        document({ id: 'old', status: 'superseded', vessel_id: null }),
      ],
    },
    outcome: 'cleared',
    reasons: [],
  },
  {
    name: 'valid on the last day needed and not longer',
    own: withDocument({ expires_on: LAST_DAY }),
    outcome: 'cleared',
    reasons: [],
  },
  {
    name: 'valid until the day before',
    own: withDocument({ expires_on: '2026-12-05' }),
    outcome: 'not_cleared',
    reasons: ['!document_expires_during_operation'],
  },
  {
    name: 'under review and too short',
    own: withDocument({ status: 'under_review', expires_on: '2026-12-05' }),
    outcome: 'not_cleared',
    reasons: ['!document_expires_during_operation'],
  },
  {
    name: 'too old on the last day needed',
    own: withDocument({
      expires_on: null,
      expires: false,
      max_age_days: 30,
      issued_on: '2026-11-05',
      valid_until: '2026-12-05',
    }),
    outcome: 'not_cleared',
    reasons: ['!document_expires_during_operation'],
  },
  {
    name: 'approved without a file',
    own: withDocument({ file_sha256: null }),
    outcome: 'not_cleared',
    reasons: ['!document_file_missing'],
  },
  {
    name: 'approved without an expiry',
    own: withDocument({ expires_on: null }),
    outcome: 'not_cleared',
    reasons: ['!document_expiry_not_stated'],
  },
  {
    name: 'approved with the statement that it has no expiry',
    own: withDocument({ expires_on: null, no_expiry_stated: true }),
    outcome: 'cleared',
    reasons: [],
  },
  {
    name: 'of limited age, without a day of issue',
    own: withDocument({ max_age_days: 90 }),
    outcome: 'not_cleared',
    reasons: ['!document_issue_day_not_stated'],
  },
  {
    name: 'issued on the next day, which had begun elsewhere when it was reviewed',
    own: withDocument({ issued_on: '2026-11-28' }),
    outcome: 'cleared',
    reasons: [],
  },
  {
    name: 'issued after its review',
    own: withDocument({ issued_on: '2026-11-29' }),
    outcome: 'not_cleared',
    reasons: ['!document_issue_day_impossible'],
  },
  {
    name: 'issued after its expiry',
    own: withDocument({ issued_on: '2026-11-20', expires_on: '2026-11-19', valid_until: '2027-02-18' }),
    outcome: 'not_cleared',
    reasons: ['!document_issue_day_impossible'],
  },
  {
    name: 'approved by its uploader, marked',
    own: withDocument({ uploaded_by: 'broker@desk.example' }),
    outcome: 'cleared_with_subjects',
    reasons: ['document_approved_by_uploader'],
  },
  {
    name: 'approved by its uploader, forbidden',
    own: { ...withDocument({ uploaded_by: 'broker@desk.example' }), room: room({ four_eyes: 'required' }) },
    outcome: 'not_cleared',
    reasons: ['!document_approved_by_uploader'],
  },
  {
    name: 'approved by its uploader, allowed',
    own: { ...withDocument({ uploaded_by: 'broker@desk.example' }), room: room({ four_eyes: 'off' }) },
    outcome: 'cleared',
    reasons: [],
  },
  {
    name: 'a requirement of the discharging ship, and none discharges',
    own: {
      vessels: SHIPS.map((ship) => ({ ...ship, operation_role: null })),
      requirements: [requirement({ applies_to: 'discharging' })],
    },
    outcome: 'not_cleared',
    reasons: ['!document_missing', 'vessels_incomplete'],
  },
  ...(['waived', 'superseded', 'missing'] as const).map((status) => ({
    name: `no document but one that does not count, ${status}`,
    own: { documents: [document({ ...optional, status })], requirements: [requirement(optional)] },
    outcome: 'not_cleared',
    reasons: ['!document_missing', ...(status === 'missing' ? ['document_missing'] : [])],
  })),
  { name: 'no vessels', own: { vessels: [] }, outcome: 'not_cleared', reasons: ['!vessels_incomplete'] },
  {
    name: 'approval pending',
    own: { approvals: [approval({ status: 'pending' })] },
    outcome: 'pending',
    reasons: ['!approval_pending'],
  },
  {
    name: 'approval refused',
    own: { approvals: [approval({ status: 'pending' }), approval({ status: 'rejected' })] },
    outcome: 'not_cleared',
    reasons: ['!approval_rejected', '!approval_pending'],
  },
  {
    name: 'approval that was given before its facts were recorded',
    own: { approvals: [approval()] },
    outcome: 'pending',
    reasons: ['!approval_basis_not_stated'],
  },
  {
    name: 'what blocks comes first',
    own: {
      documents: [
        document({ status: 'missing', ...optional }),
        document({ id: 'd2', vessel_id: 'v2', status: 'rejected' }),
      ],
      approvals: [approval({ status: 'pending' })],
    },
    outcome: 'not_cleared',
    reasons: ['!document_rejected', '!approval_pending', 'document_missing'],
  },
];

describe('the verdict', () => {
  test.each(CASES)('$name: $outcome', ({ own, outcome, reasons }) => {
    const input = clearedOperation(own);
    expect(codesOf(input)).toEqual(reasons);
    expect(decideVerdict(input).outcome).toBe(outcome);
  });

  test('names its rules and its stage, and what is due later', () => {
    const own = withDocument({ status: 'missing', due_stage: 'unmooring' });
    expect(decideVerdict(clearedOperation(own))).toMatchObject({
      rule_set: { name: 'roomshot-clearance', version: '3' },
      stage: 'run_in',
      reasons: [],
      due_later: [{ code: 'document_missing', document_id: 'd1' }],
    });
  });

  test('says what it is about, and who has to do what', () => {
    const documents = withDocument({ expires_on: '2026-12-05' });
    const input = clearedOperation({ ...documents, approvals: [approval({ status: 'pending' })] });
    expect(decideVerdict(input).reasons).toMatchObject([
      {
        subject: 'CLC certificate of Aegean Pearl',
        text: 'CLC certificate of Aegean Pearl: expires on 2026-12-05, 1 day short of 2026-12-06.',
        document_id: 'd1',
        approval_id: null,
        action: 'upload',
        acts: ['owner', 'broker', 'charterer', 'poac', 'sts_provider', 'seller', 'buyer'],
      },
      {
        text: 'Ingrid (broker) has not given the approval that was requested on 2026-11-20.',
        document_id: null,
        approval_id: 'a1',
        action: 'give_approval',
        acts: ['broker'],
        party_id: 'p1',
      },
    ]);
  });

  test('names every exception, and who decided it, when and why', () => {
    const exception = {
      ...{ id: 'e', kind: 'override', stage: 'run_in', subject: 'The stage run-in was entered by override' },
      ...{
        reason: 'The owner confirmed by telephone.',
        document_id: null,
        decided_by: 'ingrid@desk.example',
      },
      ...{ decided_by_name: 'Ingrid', decided_at: '2026-11-27T09:00:00.000Z' },
    } as ExceptionState;
    const { outcome, reasons } = decideVerdict(clearedOperation({ exceptions: [exception] }));
    expect(outcome).toBe('cleared_with_subjects');
    expect(reasons[0]?.text).toBe(
      'The stage run-in was entered by override, decided by Ingrid on 2026-11-27: The owner confirmed by telephone.',
    );
  });

  test('lets the release of a document go once it is asked for again', () => {
    const release = { kind: 'document_released', document_id: 'd1', subject: 'Waived', decided_at: '' };
    const exceptions = [release as ExceptionState];
    expect(codesOf(clearedOperation({ exceptions }))).toEqual([]);
    expect(codesOf(clearedOperation({ exceptions, ...withDocument({ status: 'waived' }) }))).toEqual([
      'exception',
    ]);
  });
});

describe('an approval', () => {
  const given = clearedOperation();
  const now = (own: Partial<VerdictInput>): VerdictInput => ({ ...given, ...own });

  test.each<[string, Partial<VerdictInput>, string]>([
    ['the ETA moves by seven hours', { room: room({ sts_eta: '2026-12-02T01:00:00.000Z' }) }, 'ETA'],
    ['the place changes', { room: room({ location: 'Off Skaw' }) }, 'place'],
    ['the cargo changes', { room: room({ cargo_type: 'Fuel oil' }) }, 'cargo'],
    ['the quantity grows by more than 5 %', { room: room({ cargo_quantity: 84_001 }) }, 'quantity'],
    ['the unit changes', { room: room({ cargo_unit: 'bbl' }) }, 'quantity'],
    ['a ship is renamed', { vessels: [vessel({ name: 'Aegean Star' }), SHIPS[1] ?? vessel()] }, 'vessels'],
    [
      'the ships change their parts',
      {
        vessels: SHIPS.map(
          (ship) =>
            ({
              ...ship,
              operation_role: ship.operation_role === 'receiving' ? 'discharging' : 'receiving',
            }) as const,
        ),
      },
      'vessels',
    ],
    ['a certificate is replaced', withDocument({ version: 2 }), 'documents'],
  ])('lapses when %s', (_, own, because) => {
    const { outcome, reasons } = decideVerdict(now(own));
    expect(outcome).toBe('pending');
    expect(reasons.map(({ text }) => text)).toEqual([
      `The approval of Ingrid (broker) was given for revision 52; ${because} changed since.`,
    ]);
  });

  test.each<[string, Partial<VerdictInput>]>([
    ['the ETA moves by six hours', { room: room({ sts_eta: '2026-12-02T00:00:00.000Z' }) }],
    ['the quantity grows by 5 %', { room: room({ cargo_quantity: 84_000 }) }],
    [
      'the number is written differently',
      { vessels: [vessel({ imo: 'IMO 9312042' }), SHIPS[1] ?? vessel()] },
    ],
    ['a note changes', withDocument({ notes: 'Seen.' })],
  ])('stands when %s', (_, own) => {
    expect(codesOf(now(own))).toEqual([]);
  });

  test('names all that changed', () => {
    const { reasons } = decideVerdict(
      now({ room: room({ sts_eta: '2027-01-12T18:00:00.000Z', location: 'Off Skaw' }) }),
    );
    expect(reasons[0]?.text).toContain('was given for revision 52; ETA and place changed since.');
  });

  test('with subjects is a finding for each until they are lifted', () => {
    const subject = {
      id: 's',
      text: 'Daylight berthing only.',
      lifted_by: null,
      lifted_at: null,
      reason: null,
    };
    const lifted = { ...subject, lifted_at: '2026-11-27T09:00:00.000Z' };
    const [own] = given.approvals;
    const withSubjects = (subjects: (typeof subject)[]) =>
      now({ approvals: [{ ...(own ?? approval()), subjects }] });
    expect(codesOf(withSubjects([subject]))).toEqual(['approval_subject_open']);
    expect(codesOf(withSubjects([lifted as never]))).toEqual([]);
  });
});

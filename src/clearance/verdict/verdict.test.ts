import { describe, expect, test } from 'vitest';
import type { ApprovalState, DocumentState, RoomFacts, VesselState } from '../vocabulary/room-state.ts';
import { decideVerdict } from './verdict.ts';

const room = (own: Partial<RoomFacts> = {}) =>
  ({
    title: 'Room',
    status: 'pending',
    sts_eta: '2026-12-01T18:00:00.000Z',
    expected_duration_hours: 30,
    expiry_margin_days: 3,
    ...own,
  }) as RoomFacts;

const SHIPS = [
  { name: 'Aurora', imo: '9074729', operation_role: 'discharging' },
  { name: 'Polaris', imo: '9319466', operation_role: 'receiving' },
] as VesselState[];

const document = (own: Partial<DocumentState> = {}) =>
  ({
    id: 'd',
    type_name: 'CLC certificate',
    vessel_name: 'Aegean Pearl',
    required: false,
    criticality: 'high',
    critical_path: false,
    status: 'approved',
    expires_on: null,
    ...own,
  }) as DocumentState;

const approval = (status: string, own: Partial<ApprovalState> = {}) =>
  ({
    id: 'a',
    party_name: 'Ingrid',
    party_role: 'broker',
    vessel_name: null,
    requested_at: '2026-11-20T08:00:00.000Z',
    status,
    ...own,
  }) as ApprovalState;

interface Case {
  name: string;
  room?: RoomFacts;
  vessels?: VesselState[];
  documents?: DocumentState[];
  approvals?: ApprovalState[];
  outcome: string;
  /** `!code` blocks. */
  reasons: string[];
}

const optional = { criticality: 'med', required: false } as const;

const CASES: Case[] = [
  { name: 'all in order', outcome: 'cleared', reasons: [] },
  {
    name: 'cancelled',
    room: room({ status: 'cancelled' }),
    outcome: 'not_cleared',
    reasons: ['!room_cancelled'],
  },
  { name: 'no documents', documents: [], outcome: 'not_cleared', reasons: ['!document_missing'] },
  { name: 'no vessels', vessels: [], outcome: 'not_cleared', reasons: ['!vessels_incomplete'] },
  ...(['missing', 'rejected', 'expired'] as const).flatMap((status): Case[] => [
    {
      name: `${status}, high criticality`,
      documents: [document({ status })],
      outcome: 'not_cleared',
      reasons: [`!document_${status}`],
    },
    {
      name: `${status}, low criticality but required`,
      documents: [document({ status, criticality: 'low', required: true })],
      outcome: 'not_cleared',
      reasons: [`!document_${status}`],
    },
    {
      name: `${status}, medium criticality but on the critical path`,
      documents: [document({ status, ...optional, critical_path: true })],
      outcome: 'not_cleared',
      reasons: [`!document_${status}`],
    },
    {
      name: `${status}, medium criticality`,
      documents: [document({ status, ...optional })],
      outcome: 'cleared_with_subjects',
      reasons: [`document_${status}`],
    },
  ]),
  {
    name: 'under review, high criticality',
    documents: [document({ status: 'under_review' })],
    outcome: 'pending',
    reasons: ['!document_under_review'],
  },
  {
    name: 'under review, medium criticality',
    documents: [document({ status: 'under_review', ...optional })],
    outcome: 'cleared_with_subjects',
    reasons: ['document_under_review'],
  },
  ...(['waived', 'superseded', 'not_applicable'] as const).map((status) => ({
    name: status,
    documents: [document({ status, expires_on: '2020-01-01' })],
    outcome: 'cleared',
    reasons: [],
  })),
  {
    // ETA 1 December 18:00 + 30 h = 3 December, + 3 days of margin = 6 December.
    name: 'expires on the last day that is needed',
    documents: [document({ expires_on: '2026-12-06' })],
    outcome: 'cleared',
    reasons: [],
  },
  {
    name: 'expires on the day before',
    documents: [document({ expires_on: '2026-12-05' })],
    outcome: 'not_cleared',
    reasons: ['!document_expires_during_operation'],
  },
  {
    name: 'under review and too short',
    documents: [document({ status: 'under_review', expires_on: '2026-12-05' })],
    outcome: 'not_cleared',
    reasons: ['!document_expires_during_operation'],
  },
  {
    name: 'too short without need',
    documents: [document({ ...optional, expires_on: '2026-12-05' })],
    outcome: 'cleared_with_subjects',
    reasons: ['document_expires_during_operation'],
  },
  {
    name: 'approval pending',
    approvals: [approval('pending')],
    outcome: 'pending',
    reasons: ['!approval_pending'],
  },
  {
    name: 'approval rejected',
    approvals: [approval('pending'), approval('rejected')],
    outcome: 'not_cleared',
    reasons: ['!approval_rejected', '!approval_pending'],
  },
  {
    name: 'what blocks comes first',
    documents: [document({ status: 'missing', ...optional }), document({ status: 'rejected' })],
    approvals: [approval('pending')],
    outcome: 'not_cleared',
    reasons: ['!document_rejected', '!approval_pending', 'document_missing'],
  },
];

describe('the verdict', () => {
  test('names the gravest reason first, and those of one kind in the order of the room', () => {
    const statuses = ['under_review', 'expired', 'rejected', 'missing', 'missing'] as const;
    const { reasons } = decideVerdict({
      room: room(),
      vessels: SHIPS,
      documents: statuses.map((status, index) => document({ id: String(index), status })),
      approvals: [approval('pending')],
    });
    expect(reasons.map(({ document_id }) => document_id)).toEqual(['3', '4', '2', '1', '0', null]);
  });

  test.each(CASES)('$name: $outcome', ({ outcome, reasons, ...own }) => {
    const input = {
      room: room(),
      vessels: SHIPS,
      documents: [document()],
      approvals: [approval('approved')],
    };
    const verdict = decideVerdict({ ...input, ...own });
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.reasons.map(({ blocking, code }) => `${blocking ? '!' : ''}${code}`)).toEqual(reasons);
  });

  test('says what it is about', () => {
    const { reasons } = decideVerdict({
      room: room(),
      vessels: SHIPS,
      documents: [document({ expires_on: '2026-12-05' })],
      approvals: [approval('pending')],
    });
    expect(reasons).toMatchObject([
      {
        subject: 'CLC certificate of Aegean Pearl',
        text: 'CLC certificate of Aegean Pearl: expires on 2026-12-05, 1 day short of 2026-12-06.',
        document_id: 'd',
        approval_id: null,
      },
      {
        text: 'Ingrid (broker) has not given the approval that was requested on 2026-11-20.',
        document_id: null,
        approval_id: 'a',
      },
    ]);
  });
});

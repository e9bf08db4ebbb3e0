import { materialFacts } from '../../src/clearance/verdict/material-facts.ts';
import type { VerdictInput } from '../../src/clearance/verdict/verdict.ts';
import type {
  CurrentApproval,
  CurrentDocument,
  CurrentRequirement,
  CurrentRoomFacts,
  VesselState,
} from '../../src/clearance/vocabulary/room-state.ts';

/** The last day needed: ETA 1 December 18:00 + 30 h = 3 December, + 3 days of margin. */
export const LAST_DAY = '2026-12-06';

export const room = (own: Partial<CurrentRoomFacts> = {}): CurrentRoomFacts =>
  ({
    ...{ title: 'Room', status: 'pending', stage: 'run_in', four_eyes: 'marked', location: 'Off Ceuta' },
    ...{ sts_eta: '2026-12-01T18:00:00.000Z', expected_duration_hours: 30, expiry_margin_days: 3 },
    ...{ cargo_type: 'Crude oil', cargo_quantity: 80_000, cargo_unit: 't' },
    ...own,
  }) as CurrentRoomFacts;

export const vessel = (own: Partial<VesselState> = {}): VesselState =>
  ({ id: 'v1', name: 'Aegean Pearl', imo: '9312042', operation_role: 'discharging', ...own }) as VesselState;

export const SHIPS = [
  vessel(),
  vessel({ id: 'v2', name: 'Nordlys', imo: '9458717', operation_role: 'receiving' }),
];

export const requirement = (own: Partial<CurrentRequirement> = {}): CurrentRequirement => ({
  ...{ id: 'q', type_code: 'clc', type_name: 'CLC certificate', category: 'regulatory' },
  ...{ required: true, criticality: 'high', applies_to: 'each_ship', due_stage: 'before_operation' },
  ...{ expires: true, max_age_days: null, needs_file: true },
  ...own,
});

export const document = (own: Partial<CurrentDocument> = {}): CurrentDocument => {
  const expires_on = own.expires_on === undefined ? '2027-02-20' : own.expires_on;
  return {
    ...{ id: 'd1', type_code: 'clc', type_name: 'CLC certificate', required: true, criticality: 'high' },
    ...{ applies_to: 'each_ship', due_stage: 'before_operation', expires: true, max_age_days: null },
    ...{ needs_file: true, vessel_id: 'v1', vessel_name: 'Aegean Pearl', critical_path: false },
    ...{
      status: 'approved',
      version: 1,
      earlier_versions: [],
      file_sha256: 'a'.repeat(64),
      valid_until: expires_on,
    },
    ...{ issued_on: null, no_expiry_stated: false, responsible_party_id: null, expires_on },
    ...{ uploaded_by: 'owner@ship.example', reviewed_by: 'broker@desk.example' },
    reviewed_at: '2026-11-27T23:30:00.000Z',
    ...own,
  } as CurrentDocument;
};

export const approval = (own: Partial<CurrentApproval> = {}): CurrentApproval =>
  ({
    ...{ id: 'a1', party_id: 'p1', party_name: 'Ingrid', party_role: 'broker', vessel_name: null },
    ...{ concerns: 'operation', status: 'approved', subjects: [], lapsed_because: null },
    ...{ given_for_revision: 52, requested_at: '2026-11-20T08:00:00.000Z', facts_hash: null },
    ...own,
  }) as CurrentApproval;

/** An operation that is cleared for its stage: two ships, their certificates, and the approval of the broker. */
export function clearedOperation(own: Partial<VerdictInput> = {}): VerdictInput {
  const state = {
    room: room(),
    vessels: SHIPS,
    requirements: [requirement()],
    documents: [document(), document({ id: 'd2', vessel_id: 'v2', vessel_name: 'Nordlys' })],
    exceptions: [],
    ...own,
  };
  const facts = materialFacts(state);
  return {
    ...state,
    approvals: [approval({ facts_hash: facts.hash })],
    approved_facts: [facts],
    ...own,
  };
}

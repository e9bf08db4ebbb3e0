import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  approval,
  clearedOperation,
  document,
  LAST_DAY,
  requirement,
  room,
  SHIPS,
} from '../../../test/support/cleared-operation.ts';
import type { CurrentApproval, CurrentDocument, CurrentRequirement } from '../vocabulary/room-state.ts';
import { STAGES } from '../vocabulary/room-words.ts';
import { materialFacts } from './material-facts.ts';
import { isDue } from './stage.ts';
import { decideVerdict, type VerdictInput } from './verdict.ts';

interface Plan {
  appliesTo: 'operation' | 'each_ship' | 'discharging' | 'receiving';
  dueStage: (typeof STAGES)[number];
  maxAgeDays: number | null;
}

const PLAN: fc.Arbitrary<Plan> = fc.record({
  appliesTo: fc.constantFrom('operation', 'each_ship', 'discharging', 'receiving'),
  dueStage: fc.constantFrom(...STAGES),
  maxAgeDays: fc.constantFrom(null, 30, 90),
});

/** A cleared room: every document of its stage is approved, and every party has approved what stands there. */
const CLEARED: fc.Arbitrary<VerdictInput> = fc
  .record({
    // One is due at the stage, so that there is something to weaken.
    plans: fc.tuple(PLAN, fc.array(PLAN, { maxLength: 4 })),
    stage: fc.constantFrom(...STAGES),
    parties: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ plans: [first, rest], stage, parties }) => {
    const all = [{ ...first, dueStage: stage }, ...rest];
    const requirements = all.map(requirementOf);
    const documents = all.flatMap((plan, index) => documentsOf(plan, index, stage));
    const state = { room: room({ stage }), vessels: SHIPS, requirements, documents, exceptions: [] };
    const facts = materialFacts(state);
    const approvals = Array.from({ length: parties }, (_, n) =>
      approval({ id: `a${n}`, party_id: `p${n}`, party_name: `Party ${n}`, facts_hash: facts.hash }),
    );
    return clearedOperation({ ...state, approvals, approved_facts: [facts] });
  });

const requirementOf = ({ appliesTo, dueStage, maxAgeDays }: Plan, index: number): CurrentRequirement =>
  requirement({
    ...{ id: `q${index}`, type_code: `type_${index}`, type_name: `Type ${index}` },
    ...{ applies_to: appliesTo, due_stage: dueStage, max_age_days: maxAgeDays },
  });

function documentsOf(plan: Plan, index: number, stage: (typeof STAGES)[number]): CurrentDocument[] {
  const ships = SHIPS.filter(
    ({ operation_role }) => plan.appliesTo === 'each_ship' || plan.appliesTo === operation_role,
  );
  const subjects = plan.appliesTo === 'operation' ? [{ id: null, name: null }] : ships;
  const isThere = isDue(plan.dueStage, stage);
  return subjects.map(({ id, name }) =>
    document({
      ...{ id: `d${index}${id}`, type_code: `type_${index}`, type_name: `Type ${index}` },
      ...{ vessel_id: id, vessel_name: name, applies_to: plan.appliesTo, due_stage: plan.dueStage },
      ...{ max_age_days: plan.maxAgeDays, issued_on: plan.maxAgeDays === null ? null : '2026-11-25' },
      ...(!isThere && {
        status: 'missing',
        version: 0,
        file_sha256: null,
        expires_on: null,
        valid_until: null,
      }),
    }),
  );
}

const outcomeOf = (input: VerdictInput) => decideVerdict(input).outcome;
const RANK = { cleared: 3, cleared_with_subjects: 2, pending: 1, not_cleared: 0 };

/** Changes one item of a list, chosen by a number. */
function changeOne<Item>(items: readonly Item[], choice: number, change: (item: Item) => Item): Item[] {
  return items.map((item, index) => (index === choice % items.length ? change(item) : item));
}

/** Changes one document that is due, chosen by a number. */
function changeDue(state: VerdictInput, choice: number, own: Partial<CurrentDocument>): VerdictInput {
  const due = state.documents.filter(({ due_stage }) => isDue(due_stage, state.room.stage));
  const chosen = due[choice % due.length];
  return { ...state, documents: state.documents.map((one) => (one === chosen ? { ...one, ...own } : one)) };
}

type Weakening = readonly [name: string, weaken: (state: VerdictInput, choice: number) => VerdictInput];

const before = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
const changeApproval = (
  state: VerdictInput,
  choice: number,
  own: Partial<CurrentApproval>,
): VerdictInput => ({
  ...state,
  approvals: changeOne(state.approvals, choice, (one) => ({ ...one, ...own })),
});

const WEAKENINGS: readonly Weakening[] = [
  ...(['missing', 'under_review', 'rejected', 'expired'] as const).map(
    (status): Weakening => [`a document becomes ${status}`, (state, n) => changeDue(state, n, { status })],
  ),
  [
    'a document is removed',
    (state, n) => {
      const due = state.documents.filter(({ due_stage }) => isDue(due_stage, state.room.stage));
      return { ...state, documents: state.documents.filter((one) => one !== due[n % due.length]) };
    },
  ],
  ...(['superseded', 'waived', 'not_applicable'] as const).map(
    (status): Weakening => [`a document is ${status}`, (state, n) => changeDue(state, n, { status })],
  ),
  ['a document is replaced', (state, n) => changeDue(state, n, { version: 2 })],
  ['a document loses its file', (state, n) => changeDue(state, n, { file_sha256: null })],
  ['a document loses its expiry', (state, n) => changeDue(state, n, { expires_on: null })],
  ['a document is issued after its review', (state, n) => changeDue(state, n, { issued_on: '2026-11-29' })],
  ['a document ends a day early', (state, n) => changeDue(state, n, { valid_until: before(LAST_DAY) })],
  [
    'a document was approved by its uploader',
    (state, n) => changeDue(state, n, { uploaded_by: 'x@y.example', reviewed_by: 'x@y.example' }),
  ],
  [
    'the ETA moves by more than six hours',
    (state) => ({ ...state, room: { ...state.room, sts_eta: '2026-12-02T00:00:00.001Z' } }),
  ],
  ['the place is another', (state) => ({ ...state, room: { ...state.room, location: 'Off Skaw' } })],
  ['the cargo is another', (state) => ({ ...state, room: { ...state.room, cargo_type: null } })],
  ['the quantity is another', (state) => ({ ...state, room: { ...state.room, cargo_quantity: 75_999 } })],
  [
    'a ship is renamed',
    (state, n) => ({
      ...state,
      vessels: changeOne(state.vessels, n, (ship) => ({ ...ship, name: 'Other' })),
    }),
  ],
  [
    'a ship is another',
    (state, n) => ({
      ...state,
      vessels: changeOne(state.vessels, n, (ship) => ({ ...ship, imo: '9074729' })),
    }),
  ],
  [
    'a ship has no part',
    (state, n) => ({
      ...state,
      vessels: changeOne(state.vessels, n, (ship) => ({ ...ship, operation_role: null })),
    }),
  ],
  [
    'both ships manoeuvre',
    (state) => ({
      ...state,
      vessels: state.vessels.map((ship) => ({ ...ship, manoeuvring_role: 'manoeuvring' })),
    }),
  ],
  [
    'a ship has another part in the manoeuvre',
    (state, n) => ({
      ...state,
      vessels: changeOne(state.vessels, n, (ship) => ({ ...ship, manoeuvring_role: 'constant_heading' })),
    }),
  ],
  [
    'a ship is removed',
    (state, n) => ({ ...state, vessels: state.vessels.filter((_, index) => index !== n % 2) }),
  ],
  ['an approval is refused', (state, n) => changeApproval(state, n, { status: 'rejected' })],
  ['an approval is open', (state, n) => changeApproval(state, n, { status: 'pending' })],
  ['an approval names no facts', (state, n) => changeApproval(state, n, { facts_hash: null })],
  [
    'an approval has a subject',
    (state, n) =>
      changeApproval(state, n, {
        subjects: [{ id: 's', text: 'Daylight only.', lifted_by: null, lifted_at: null, reason: null }],
      }),
  ],
  ['all parties are dropped', (state) => ({ ...state, approvals: [] })],
  ['the room is cancelled', (state) => ({ ...state, room: { ...state.room, status: 'cancelled' } })],
];

const choice = fc.nat({ max: 20 });

describe('a cleared room', () => {
  test('is cleared', () => {
    fc.assert(fc.property(CLEARED, (state) => outcomeOf(state) === 'cleared'));
  });

  test.each(WEAKENINGS)('is cleared no longer when %s', (_, weaken) => {
    fc.assert(fc.property(CLEARED, choice, (state, n) => outcomeOf(weaken(state, n)) !== 'cleared'));
  });

  test('is cleared for a later stage only with all documents of that stage', () => {
    fc.assert(
      fc.property(CLEARED, fc.constantFrom(...STAGES), (state, stage) => {
        const moved = { ...state, room: { ...state.room, stage } };
        const lacks = state.documents.some((one) => one.status === 'missing' && isDue(one.due_stage, stage));
        expect(outcomeOf(moved)).toBe(lacks ? 'not_cleared' : 'cleared');
      }),
    );
  });

  test('does not become less cleared by more evidence', () => {
    const more = (state: VerdictInput, n: number): VerdictInput[] => [
      { ...state, documents: changeOne(state.documents, n, (one) => ({ ...one, notes: 'Seen on board.' })) },
      {
        ...state,
        documents: state.documents.map((one) =>
          one.status === 'missing' ? document({ ...one, status: 'under_review', version: 1 }) : one,
        ),
      },
      { ...state, documents: [...state.documents, document({ id: 'more', type_code: 'other' })] },
      changeDue(state, n, { valid_until: '2031-01-01', expires_on: '2031-01-01' }),
    ];
    fc.assert(
      fc.property(CLEARED, choice, (state, n) => {
        for (const richer of more(state, n)) expect(RANK[outcomeOf(richer)]).toBe(RANK.cleared);
      }),
    );
  });

  test('has the same verdict in whatever order its items stand', () => {
    const shuffled = <Item>(items: readonly Item[]) =>
      fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
    const pairs = fc
      .tuple(CLEARED, fc.constantFrom(...WEAKENINGS), choice)
      .chain(([state, [, weaken], n]) => {
        const weakened = weaken(state, n);
        return fc.record({
          weakened: fc.constant(weakened),
          vessels: shuffled(weakened.vessels),
          documents: shuffled(weakened.documents),
          approvals: shuffled(weakened.approvals),
        });
      });
    fc.assert(
      fc.property(pairs, ({ weakened, ...lists }) => {
        const [one, other] = [weakened, { ...weakened, ...lists }].map(decideVerdict);
        expect(other?.outcome).toBe(one?.outcome);
        expect(other?.reasons.map(({ text }) => text).sort()).toEqual(
          one?.reasons.map(({ text }) => text).sort(),
        );
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { exampleContent } from '../../../test/support/example-content.ts';
import type {
  ApprovalState,
  DocumentState,
  PartyState,
  RoomFacts,
  VerdictReason,
  VesselState,
} from '../../clearance/vocabulary/room-state.ts';
import { DOCUMENT_STATUSES } from '../../clearance/vocabulary/room-words.ts';
import type { ComparableState, StateDifference } from './difference.ts';
import { compareStates } from './state-difference.ts';

const example = exampleContent(12, 20);
const state: Required<ComparableState> = {
  ...example,
  documents: example.documents ?? [],
  approvals: example.approvals ?? [],
  activity: example.activity ?? [],
};
const first = <Item>(items: readonly Item[]): Item => {
  const [item] = items;
  if (item === undefined) throw new Error('The example has none.');
  return item;
};

const document: DocumentState = {
  ...first(state.documents),
  id: 'd',
  type_code: 'hoses',
  type_name: 'Hose test certificate',
  vessel_id: null,
  vessel_name: null,
  status: 'under_review',
  critical_path: false,
  expires_on: null,
  notes: null,
  file_name: null,
  file_size: null,
  file_sha256: null,
};
const vessel: VesselState = {
  ...first(state.vessels),
  id: 'v',
  name: '远明湖',
  vessel_type: 'aframax_tanker',
  imo: 'IMO 9074729',
  flag: 'Greece',
  operation_role: 'receiving',
};
const party: PartyState = {
  id: 'p',
  role: 'broker',
  name: 'محمد الفارسي',
  email: 'm@roomshot.example',
  company: null,
};
const approval: ApprovalState = {
  ...first(state.approvals),
  id: 'a',
  party_name: 'Сергей Иванов',
  party_role: 'owner',
  vessel_id: null,
  vessel_name: null,
  status: 'pending',
  note: null,
};

/** The sentences of a difference, without the activity. */
function sentences(difference: StateDifference): string[] {
  const { operation, vessels, parties, document_types, documents, approvals } = difference;
  return [operation, vessels, parties, document_types, documents, approvals].flatMap((changes) =>
    (changes ?? []).map(({ text }) => text),
  );
}
const compare = (before: Partial<ComparableState>, after: Partial<ComparableState>): StateDifference =>
  compareStates({ ...state, ...before }, { ...state, ...after });
const room = (own: Partial<RoomFacts>): Partial<ComparableState> => ({ room: { ...state.room, ...own } });

describe('a document', () => {
  const change = (before: Partial<DocumentState>, after: Partial<DocumentState>): string[] =>
    sentences(
      compare({ documents: [{ ...document, ...before }] }, { documents: [{ ...document, ...after }] }),
    );

  const moves = DOCUMENT_STATUSES.flatMap((from) => DOCUMENT_STATUSES.map((to) => [from, to] as const));
  test.each(moves.filter(([from, to]) => from !== to))('%s → %s', (from, to) => {
    const words = [from, to].map((status) => status.replace('_', ' '));
    expect(change({ status: from }, { status: to })).toEqual([
      `Hose test certificate: ${words[0]} → ${words[1]}`,
    ]);
  });

  const sha = (digit: string): string => digit.repeat(64);
  const file = { file_name: 'hose.pdf', file_size: 12_500, file_sha256: sha('a') };
  test.each<[name: string, Partial<DocumentState>, Partial<DocumentState>, sentence: string]>([
    [
      'approved with an expiry',
      {},
      { status: 'approved', expires_on: '2027-03-01' },
      'under review → approved, expiry 2027-03-01',
    ],
    [
      'expiry moved',
      { expires_on: '2027-03-01' },
      { expires_on: '2028-03-01' },
      'expiry 2027-03-01 → 2028-03-01',
    ],
    ['expiry removed', { expires_on: '2027-03-01' }, {}, 'expiry 2027-03-01 removed'],
    ['file added', {}, file, 'file hose.pdf (12,500 bytes, SHA-256 aaaaaaaaaaaa…)'],
    [
      'file replaced under the same name',
      file,
      { ...file, file_sha256: sha('b') },
      'file hose.pdf (12,500 bytes, SHA-256 aaaaaaaaaaaa…) → hose.pdf (12,500 bytes, SHA-256 bbbbbbbbbbbb…)',
    ],
    [
      'note changed',
      { notes: 'Seen\n on board' },
      { notes: 'Σε αναμονή' },
      'note “Seen on board” → “Σε αναμονή”',
    ],
    ['vessel removed', { vessel_id: 'v', vessel_name: '远明湖' }, {}, 'vessel 远明湖 removed'],
    ['on the critical path', {}, { critical_path: true }, 'on the critical path no → yes'],
    ['more urgent', { priority: 'normal' }, { priority: 'urgent' }, 'priority normal → urgent'],
    [
      'reviewed again with the same result',
      { reviewed_at: null, reviewed_by: null },
      { reviewed_at: '2026-11-20T08:00:00.000Z', reviewed_by: 'Ελένη' },
      'reviewed 2026-11-20 08:00 UTC by Ελένη',
    ],
  ])('%s', (_name, before, after, sentence) => {
    expect(change(before, after)).toEqual([`Hose test certificate: ${sentence}`]);
  });

  test('says who reviewed it in the fields, and not in the sentence about the status', () => {
    const reviewed = { ...document, status: 'approved' as const, reviewed_at: '2026-11-20T08:00:00.000Z' };
    const [found] = compare({ documents: [document] }, { documents: [reviewed] }).documents ?? [];
    expect(found?.fields.map(({ label }) => label)).toEqual(['Status', 'Reviewed']);
    expect(found?.text).toBe('Hose test certificate: under review → approved');
  });

  test('that was renamed with its type is the same one, and the type says so once', () => {
    const many = [document, { ...document, id: 'e' }];
    const renamed = many.map((one) => ({ ...one, type_name: 'Hose certificate', required: !one.required }));
    const difference = compare({ documents: many }, { documents: renamed });
    expect(difference.documents).toEqual([]);
    expect(sentences(difference)).toEqual([
      'Document type Hose certificate: name Hose test certificate → Hose certificate, required yes → no',
    ]);
  });

  test('that is new, and one that is gone', () => {
    const difference = compare(
      { documents: [document] },
      { documents: [{ ...document, id: 'n', vessel_name: '远明湖', expires_on: '2027-03-01' }] },
    );
    expect(sentences(difference)).toEqual([
      'Hose test certificate of 远明湖: added (under review, expiry 2027-03-01)',
      'Hose test certificate: removed (under review)',
    ]);
    expect(difference.counts).toEqual({ added: 1, removed: 1, changed: 0 });
    expect(difference.documents?.[0]?.fields).toContainEqual({
      field: 'expires_on',
      label: 'Expiry',
      before: null,
      after: '2027-03-01',
    });
  });
});

test('a vessel that was swapped for another', () => {
  const other = { ...vessel, id: 'w', name: 'Østersund', imo: 'IMO 9844100', flag: 'Denmark (DIS)' };
  expect(sentences(compare({ vessels: [vessel] }, { vessels: [other] }))).toEqual([
    'Østersund: added (receiving, type aframax tanker, IMO number 9844100, flag Denmark (DIS))',
    '远明湖: removed (receiving, type aframax tanker, IMO number 9074729, flag Greece)',
  ]);
});

test('a vessel that was renamed and measured again', () => {
  const renamed = { ...vessel, name: 'Łódź Trader', draft: 14.25 };
  const [change] = compare({ vessels: [{ ...vessel, draft: null }] }, { vessels: [renamed] }).vessels;
  expect(change?.subject).toEqual({ type: 'vessel', id: 'v', name: 'Łódź Trader' });
  expect(change?.text).toBe('Łódź Trader: name 远明湖 → Łódź Trader, draft 14.25 m');
});

test('a party whose role has changed', () => {
  expect(sentences(compare({ parties: [party] }, { parties: [{ ...party, role: 'charterer' }] }))).toEqual([
    'محمد الفارسي: role broker → charterer',
  ]);
});

test('a name from right to left: no arrow that would be turned around', () => {
  const renamed = { ...party, name: 'محمد الفارسي الجديد' };
  expect(sentences(compare({ parties: [party] }, { parties: [renamed] }))).toEqual([
    'محمد الفارسي الجديد: name from محمد الفارسي to محمد الفارسي الجديد',
  ]);
});

test.each([
  ['pending', 'approved'],
  ['pending', 'rejected'],
  ['approved', 'pending'],
] as const)('an approval: %s → %s', (from, to) => {
  const [before, after] = [from, to].map((status) => ({ approvals: [{ ...approval, status }] }));
  expect(sentences(compare(before ?? {}, after ?? {}))).toEqual([
    `Approval by Сергей Иванов (owner): ${from} → ${to}`,
  ]);
});

test('an approval that was revoked and given again', () => {
  const again = { ...approval, updated_at: '2026-11-25T08:00:00.000Z' };
  expect(sentences(compare({ approvals: [approval] }, { approvals: [again] }))[0]).toMatch(
    /^Approval by Сергей Иванов \(owner\): last decided .* → 2026-11-25 08:00 UTC$/,
  );
});

test('the facts of the operation', () => {
  const before = room({
    sts_eta: '2026-12-01T18:00:00.000Z',
    cargo_quantity: 12000,
    cargo_unit: 'tonnes',
    poac: null,
  });
  const after = room({
    sts_eta: '2026-12-02T06:30:00.000Z',
    cargo_quantity: 12500.5,
    cargo_unit: 'tonnes',
    poac: '김민준',
  });
  expect(sentences(compare(before, after))).toEqual([
    'ETA: 2026-12-01 18:00 UTC → 2026-12-02 06:30 UTC',
    'Cargo quantity: 12,000 tonnes → 12,500.5 tonnes',
    'Person in overall advisory control: not stated → 김민준',
  ]);
});

describe('the verdict', () => {
  const reason = (own: Partial<VerdictReason>): VerdictReason => ({
    blocking: true,
    code: 'document_missing',
    subject: 'CLC certificate',
    text: 'CLC certificate: missing.',
    document_id: 'd',
    approval_id: null,
    ...own,
  });

  test('names the outcome, and the reasons that came and went', () => {
    const gone = reason({});
    const stays = reason({ code: 'document_expires_during_operation', document_id: 'e', text: 'one' });
    const came = reason({ code: 'approval_pending', document_id: null, approval_id: 'a', blocking: false });
    const { verdict } = compare(
      { verdict: { outcome: 'not_cleared', reasons: [gone, stays] } },
      { verdict: { outcome: 'cleared_with_subjects', reasons: [{ ...stays, text: 'two' }, came] } },
    );
    expect(verdict).toEqual({
      from: 'not_cleared',
      to: 'cleared_with_subjects',
      // They are of before 0.3.0.
      from_stage: null,
      to_stage: null,
      text: 'Verdict: not cleared → cleared with subjects',
      reasons_came: [came],
      reasons_went: [gone],
    });
  });

  test('has nothing to say when it is the same', () => {
    expect(compare({}, {}).verdict.text).toBeNull();
  });
});

test('the new entries of the activity', () => {
  const { activity } = compare({ activity: state.activity.slice(0, 15) }, {});
  expect(activity).toEqual({ count: 5, removed_count: 0, entries: state.activity.slice(15) });
});

describe('a section that is not in both', () => {
  test.each(['documents', 'approvals', 'activity'] as const)('%s: is named and not compared', (section) => {
    const { [section]: _, ...without } = state;
    expect(compareStates(without, state)).toMatchObject({
      equal: true,
      [section]: null,
      not_compared: [{ section, missing_in: 'before' }],
    });
    expect(compareStates(state, without).not_compared).toMatchObject([{ missing_in: 'after' }]);
    expect(compareStates(without, without).not_compared).toMatchObject([{ missing_in: 'both' }]);
  });
});

describe('whatever the states are', () => {
  test('a state does not differ from itself', () => {
    const large = exampleContent(1000, 5000);
    const difference = compareStates(large, structuredClone(large));
    expect(difference).toMatchObject({ equal: true, counts: { added: 0, removed: 0, changed: 0 } });
    expect(difference.not_compared).toEqual([]);
  });

  /** Members that follow from others or never change. */
  const DERIVED = ['id', 'days_at_eta', 'created_by', 'created_at', 'updated_at', 'vessel_name'];
  const other = (value: unknown): unknown => {
    if (typeof value === 'number') return value + 1;
    return typeof value === 'boolean' ? !value : `${value} `;
  };
  const lists = ['vessels', 'parties', 'documents'] as const;
  const cases = lists.flatMap((list) =>
    Object.keys(first<object>(state[list]))
      .filter((name) => !DERIVED.includes(name))
      .map((name) => [list, name] as const),
  );
  test.each(cases)('a change in %s of %s is named with the id', (list, name) => {
    const items: object[] = state[list];
    const changed = items.map((item) => ({ ...item, [name]: other(item[name as keyof object]) }));
    const difference = compare({}, { [list]: changed });
    const ofTypes = difference.document_types ?? [];
    const named = new Set([...(difference[list] ?? []), ...ofTypes].map(({ subject }) => subject.id));
    const wanted = state[list].map((item) =>
      ofTypes.length > 0 && 'type_code' in item ? item.type_code : item.id,
    );
    expect(named).toEqual(new Set(wanted));
  });

  test.each(Object.keys(state.room).filter((name) => !DERIVED.includes(name)))(
    'a change of the fact %s is named',
    (name) => {
      const changed = { room: { ...state.room, [name]: other(state.room[name as keyof RoomFacts]) } };
      const names = compare({}, changed).operation.map(({ subject }) => subject.id);
      expect(names).toEqual([name === 'cargo_unit' ? 'cargo_quantity' : name]);
    },
  );
});

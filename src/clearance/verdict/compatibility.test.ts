import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VesselState } from '../vocabulary/room-state.ts';
import { compareVessels } from './compatibility.ts';
import { COMPARISON, type MeasureName } from './compatibility-criteria.ts';
import { judgeCompatibility } from './compatibility-findings.ts';

const ship = (own: Partial<VesselState> = {}) =>
  ({ id: 'a', name: 'Aurora', imo: '9074729', operation_role: 'discharging', ...own }) as VesselState;
const other = (own: Partial<VesselState> = {}) =>
  ship({ id: 'b', name: 'Polaris', imo: '9319466', operation_role: 'receiving', ...own });

const factOf = (fact: string, vessels: readonly VesselState[]) =>
  compareVessels(vessels).facts.find((compared) => compared.fact === fact);
const judgementOf = (fact: string, own: Partial<VesselState>, others: Partial<VesselState>) =>
  factOf(fact, [ship(own), other(others)])?.judgement;
const namesIn = (vessels: readonly VesselState[]) =>
  compareVessels(vessels).vessels.map(({ label }) => label);

describe('the two ships that come alongside', () => {
  test('are the discharging one and the receiving one, in this order', () => {
    expect(namesIn([other(), ship()])).toEqual(['Aurora', 'Polaris']);
    const third = ship({ id: 'c', name: 'Third', imo: '9312042', operation_role: null });
    expect(namesIn([third, other(), ship()])).toEqual(['Aurora', 'Polaris']);
  });

  test('are the only two, whatever is stated of their parts', () => {
    expect(namesIn([ship({ operation_role: null }), other()])).toEqual(['Aurora', 'Polaris']);
    expect(namesIn([other({ operation_role: null }), ship({ operation_role: null })])).toEqual([
      ...['Aurora', 'Polaris'],
    ]);
    expect(namesIn([ship({ operation_role: 'receiving' }), other({ operation_role: null })])).toEqual([
      ...['Polaris', 'Aurora'],
    ]);
  });

  test('are not known of one ship, nor of three that lack a part', () => {
    expect(compareVessels([ship()])).toEqual({ vessels: [], facts: [] });
    const third = ship({ id: 'c', imo: '9312042', operation_role: null });
    expect(namesIn([ship(), other({ operation_role: null }), third])).toEqual([]);
    expect(namesIn([ship(), other({ operation_role: 'discharging' }), third])).toEqual([]);
  });
});

describe('a fact', () => {
  test('has both values and their difference, with no digit that nobody stated', () => {
    expect(factOf('length', [ship({ length: 243.8 }), other({ length: 183.1 })])).toEqual({
      ...{ fact: 'length', label: 'Length overall', unit: 'm', values: [243.8, 183.1], difference: 60.7 },
      ...{ judgement: 'not_judged', limit: null, source: null, is_blocking: false },
    });
  });

  test('of a height is compared across, loaded with ballast', () => {
    const [loaded, ballast] = [{ freeboard_loaded_m: 7 }, { freeboard_ballast_m: 17 }];
    expect(judgementOf('freeboard_loaded_ballast', loaded, ballast)).toBe('within_limit');
    expect(judgementOf('freeboard_loaded_ballast', loaded, { freeboard_ballast_m: 17.1 })).toBe(
      'outside_limit',
    );
    expect(judgementOf('freeboard_ballast_loaded', loaded, ballast)).toBe('not_stated');
    expect(
      judgementOf('freeboard_ballast_loaded', { freeboard_ballast_m: 20.9 }, { freeboard_loaded_m: 6 }),
    ).toBe('outside_limit');
  });

  test('of the manifolds is compared across too', () => {
    expect(judgementOf('manifold_loaded_ballast', { manifold_loaded_m: 9 }, { manifold_ballast_m: 19 })).toBe(
      'within_limit',
    );
    expect(judgementOf('manifold_ballast_loaded', { manifold_ballast_m: 22 }, { manifold_loaded_m: 8 })).toBe(
      'outside_limit',
    );
  });

  test('of the parallel body is a share of the shorter ship', () => {
    const [long, short] = [{ length: 333 }, { length: 244 }];
    const judged = (one: number, two: number) =>
      judgementOf(
        'parallel_body_loaded',
        { ...long, parallel_body_loaded_m: one },
        { ...short, parallel_body_loaded_m: two },
      );
    expect(judged(61, 61)).toBe('within_limit');
    expect(judged(150, 60.9)).toBe('outside_limit');
    expect(judged(60.9, 61)).toBe('outside_limit');
    expect(judgementOf('parallel_body_loaded', { parallel_body_loaded_m: 1 }, short)).toBe('not_stated');
    const limit = (vessels: VesselState[]) => factOf('parallel_body_ballast', vessels)?.limit;
    expect(limit([ship(long), other(short)])).toBe('at least 61 m: 25% of the shorter length');
    expect(limit([ship(long), other()])).toBe('at least 25% of the shorter length');
  });

  test('of the cranes is enough on one ship', () => {
    expect(judgementOf('crane_swl', { crane_swl_t: 5 }, { crane_swl_t: 1 })).toBe('within_limit');
    expect(judgementOf('crane_swl', {}, { crane_swl_t: 5 })).toBe('within_limit');
    expect(judgementOf('crane_swl', { crane_swl_t: 4.9 }, {})).toBe('not_stated');
    expect(judgementOf('crane_outreach', { crane_outreach_m: 3 }, { crane_outreach_m: 3.9 })).toBe(
      'outside_limit',
    );
  });

  test('of the fittings is enough for the lines of the other ship', () => {
    const [strong, weak] = [
      { bitts_swl_t: 92, fairlead_swl_t: 92, mooring_line_mbl_t: 83 },
      { bitts_swl_t: 64, fairlead_swl_t: 83, mooring_line_mbl_t: 60 },
    ];
    expect(judgementOf('bitts_swl', strong, weak)).toBe('outside_limit');
    expect(judgementOf('fairlead_swl', strong, weak)).toBe('within_limit');
    expect(judgementOf('bitts_swl', strong, { mooring_line_mbl_t: 60 })).toBe('not_stated');
    expect(judgementOf('closed_fairleads', { closed_fairleads: 5 }, {})).toBe('outside_limit');
    expect(judgementOf('closed_fairleads', { closed_fairleads: 6 }, { closed_fairleads: 8 })).toBe(
      'within_limit',
    );
  });
});

describe('the findings', () => {
  const pair = [ship({ freeboard_loaded_m: 7 }), other({ freeboard_ballast_m: 20.9 })];

  test('name the fact, both values, both ships and the limit; one that is to be confirmed makes a subject', () => {
    expect(judgeCompatibility(compareVessels(pair), { isAsked: false })).toMatchObject([
      {
        ...{ code: 'vessels_incompatible', blocking: false, action: 'state_dimensions', acts: ['broker'] },
        text: 'Freeboard, loaded / in ballast: Aurora 7 m and Polaris 20.9 m. The limit is at most 10 m apart.',
      },
    ]);
  });

  test('block outside a limit that its source states', () => {
    const weak = [ship({ bitts_swl_t: 64 }), other({ mooring_line_mbl_t: 70 })];
    expect(judgeCompatibility(compareVessels(weak), { isAsked: false })).toMatchObject([
      {
        blocking: true,
        text: 'Bitts, SWL: Aurora 64 t and Polaris not stated. The limit is at least the MBL of the other vessel’s lines.',
      },
    ]);
  });

  test('name what is not stated only where the compatibility is asked for apart', () => {
    expect(judgeCompatibility(compareVessels([ship(), other()]), { isAsked: false })).toEqual([]);
    expect(judgeCompatibility(compareVessels([ship(), other()]), { isAsked: true })).toMatchObject([
      { code: 'vessels_not_compared', blocking: false, text: expect.stringContaining('closed fairleads') },
    ]);
    expect(judgeCompatibility(compareVessels([ship()]), { isAsked: true })).toEqual([]);
  });
});

describe('whatever is stated', () => {
  const names = [...new Set(COMPARISON.flatMap(({ fields }): MeasureName[] => [...fields]))];
  const value = fc.integer({ min: 0, max: 400 });
  const facts = fc.record(Object.fromEntries(names.map((name) => [name, value])));
  const pairs = fc.record({ one: facts, two: facts, shown: fc.subarray(names), also: fc.subarray(names) });
  const only = (all: Record<string, number>, kept: readonly string[]) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => kept.includes(name))) as Partial<VesselState>;
  const judgements = (one: Partial<VesselState>, two: Partial<VesselState>) =>
    compareVessels([ship(one), other(two)]).facts.map(({ judgement }) => judgement);

  test('a further fact leaves what is outside or within its limit as it is', () => {
    fc.assert(
      fc.property(pairs, ({ one, two, shown, also }) => {
        const before = judgements(only(one, shown), only(two, shown));
        const after = judgements(only(one, [...shown, ...also]), only(two, shown));
        for (const [n, judgement] of before.entries())
          if (judgement !== 'not_stated') expect(after[n], COMPARISON[n]?.fact).toBe(judgement);
      }),
    );
  });

  test('with all facts there is nothing that is not stated', () => {
    fc.assert(
      fc.property(pairs, ({ one, two }) => {
        expect(judgements(only(one, names), only(two, names))).not.toContain('not_stated');
      }),
    );
  });

  test('ships that change their parts fit together exactly as before', () => {
    const outside = (one: VesselState, two: VesselState) =>
      compareVessels([one, two])
        .facts.filter(({ judgement }) => judgement === 'outside_limit')
        .map(
          ({ fact, difference }) => `${fact.replace(/_(loaded_ballast|ballast_loaded)$/, '')} ${difference}`,
        )
        .toSorted();
    fc.assert(
      fc.property(pairs, ({ one, two, shown, also }) => {
        const [a, b] = [only(one, shown), only(two, also)];
        expect(outside(ship(a), other(b))).toEqual(
          outside(
            ship({ ...a, operation_role: 'receiving' }),
            other({ ...b, operation_role: 'discharging' }),
          ),
        );
      }),
    );
  });

  test('the order of the ships in the room does not matter', () => {
    const part = fc.constantFrom(null, 'discharging' as const, 'receiving' as const);
    fc.assert(
      fc.property(pairs, part, part, ({ one, two, shown, also }, first, second) => {
        const a = ship({ ...only(one, shown), operation_role: first });
        const b = other({ ...only(two, also), operation_role: second });
        expect(compareVessels([a, b])).toEqual(compareVessels([b, a]));
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VesselState } from '../vocabulary/room-state.ts';
import { judgeVessels } from './vessel-rules.ts';

const vessel = (own: Partial<VesselState> = {}) =>
  ({ name: 'Aurora', imo: '9074729', operation_role: 'discharging', ...own }) as VesselState;
const other = (own: Partial<VesselState> = {}) =>
  vessel({ name: 'Polaris', imo: '9319466', operation_role: 'receiving', ...own });

/** `!code` blocks. */
const codesOf = (...vessels: VesselState[]) =>
  judgeVessels(vessels).map(({ blocking, code }) => `${blocking ? '!' : ''}${code}`);

describe('the vessels of an operation', () => {
  test('are two, each in its part', () => {
    expect(codesOf(vessel(), other())).toEqual([]);
  });

  test('are not fewer', () => {
    expect(codesOf()).toEqual(['!vessels_incomplete']);
    expect(codesOf(vessel())).toEqual(['!vessels_incomplete']);
  });

  test.each(['IMO 9074729', '９０７４７２９', 'imo 907 4729', '9O74729'])('are not one vessel: %j', (imo) => {
    expect(codesOf(vessel(), other({ imo }))).toContain('!vessels_same_number');
  });

  test('are not two of whom nobody knows a number', () => {
    const unknown = { imo: 'TBN' };
    expect(codesOf(vessel(unknown), other(unknown))).toEqual([
      '!vessels_same_number',
      'vessel_number_doubtful',
      'vessel_number_doubtful',
    ]);
  });

  test('may have parts that are not stated, but not the same part', () => {
    expect(codesOf(vessel({ operation_role: null }), other())).toEqual(['vessels_incomplete']);
    expect(codesOf(vessel(), other({ operation_role: 'discharging' }))).toEqual([
      '!vessels_same_part',
      'vessels_incomplete',
    ]);
  });

  test('may have a third one beside them, which is named', () => {
    const tug = vessel({ name: 'Tug', imo: '9458717', operation_role: null });
    expect(codesOf(vessel(), other(), tug)).toEqual(['vessels_incomplete']);
    expect(judgeVessels([vessel(), other(), tug])[0]?.text).toContain('Tug: the part in the operation');
  });

  test('may have parts in the manoeuvre that are not stated, but not the same part', () => {
    const steady = { manoeuvring_role: 'constant_heading' } as const;
    expect(codesOf(vessel(steady), other({ manoeuvring_role: null }))).toEqual([]);
    expect(codesOf(vessel(steady), other({ manoeuvring_role: 'manoeuvring' }))).toEqual([]);
    expect(codesOf(vessel(steady), other(steady))).toEqual(['!vessels_same_part']);
    expect(judgeVessels([vessel(steady), other(steady)])[0]?.text).toContain(
      'Aurora and Polaris are stated as the constant heading vessel.',
    );
  });

  test.each(['9074728', '0000000', '1234567', '907472'])('may have the doubtful number %s', (imo) => {
    expect(codesOf(vessel({ imo }), other())).toEqual(['vessel_number_doubtful']);
    expect(judgeVessels([vessel({ imo }), other()])[0]?.text).toContain(imo);
  });

  test('are named by their labels', () => {
    const [finding] = judgeVessels([vessel({ label: 'Aurora (IMO 9074728)', imo: '9074728' }), other()]);
    expect(finding).toMatchObject({ subject: 'Aurora (IMO 9074728)' });
  });
});

test('whatever the form of its number, a vessel beside itself is found', () => {
  const form = fc.tuple(
    fc.constantFrom('', 'IMO', 'imo ', 'ІМО', 'IMO No. '),
    fc.constantFrom(0x30, 0xff10, 0x660, 0x966),
    fc.constantFrom('', ' ', '\u00a0', '-', '\u200b'),
  );
  fc.assert(
    fc.property(form, form, fc.stringMatching(/^\d{7}$/), (one, two, number) => {
      const written = ([prefix, zero, gap]: typeof one) =>
        prefix + [...number].map((digit) => String.fromCodePoint(zero + Number(digit))).join(gap);
      expect(codesOf(vessel({ imo: written(one) }), other({ imo: written(two) }))).toContain(
        '!vessels_same_number',
      );
    }),
  );
});

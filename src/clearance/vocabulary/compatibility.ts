/** What the comparison of two ships says about one fact. */
export const JUDGEMENTS = ['within_limit', 'outside_limit', 'not_stated', 'not_judged'] as const;
export type Judgement = (typeof JUDGEMENTS)[number];

/** A fact of two ships side by side. Values are in the order of the ships. */
export interface ComparedFact {
  fact: string;
  label: string;
  /** `m` or `t`. Null for a count. */
  unit: string | null;
  /** Null where nobody stated the value. */
  values: [number | null, number | null];
  /** The distance of the two values. Null if one of them is not stated. */
  difference: number | null;
  judgement: Judgement;
  /** The limit in words. Null, like its source, for a fact that has none. */
  limit: string | null;
  source: string | null;
  /** Whether the operation is blocked outside the limit. A limit that an expert should confirm makes a subject. */
  is_blocking: boolean;
}

/** The two ships that come alongside, side by side. */
export interface Compatibility {
  /** The ships by id and label, the discharging one first. Empty if the room does not say which two they are. */
  vessels: { id: string; label: string }[];
  facts: ComparedFact[];
}

import { type CommercialName, type Field, fieldNames } from './field.ts';
import { ROOM_FIELDS } from './room-fields.ts';
import type { RoomFacts } from './room-state.ts';

type Term = CommercialName<typeof ROOM_FIELDS>;

const isTerm = (name: keyof typeof ROOM_FIELDS): name is Term =>
  (ROOM_FIELDS[name] as Field).audience === 'commercial';

/** The names of the commercial terms of an operation. */
export const COMMERCIAL_TERMS: readonly Term[] = fieldNames(ROOM_FIELDS).filter(isTerm);

/** Removes the members of an object that are named as a commercial term is. */
export const withoutCommercialTerms = <Facts extends object>(facts: Facts): Omit<Facts, Term> =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => !isTerm(name as never))) as Omit<Facts, Term>;

/** Returns whether facts contain commercial terms, stated or not. Facts for readers without the right have none. */
export const hasCommercialTerms = (facts: RoomFacts): boolean =>
  COMMERCIAL_TERMS.some((name) => facts[name] !== undefined);

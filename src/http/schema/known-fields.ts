import { editDistance } from '../../platform/kernel/edit-distance.ts';
import { AppError } from '../../platform/kernel/errors.ts';

/** A name that differs by more is another word. */
const MISSPELT_DISTANCE = 2;
/** A longer name is no known one. */
const MAX_COMPARED_LENGTH = 50;
/** A client of the hub sends a few. */
const MAX_IGNORED = 20;

/**
 * Removes the fields of a body that a route does not know, for a route that ignores these as the hub does. Returns
 * their names.
 * @throws AppError `misspelt_field` for one that was meant as a known field: to ignore it would change the result;
 * `too_many_fields`
 */
export function dropUnknownFields(body: object, known: readonly string[]): string[] {
  const unknown = Object.keys(body).filter((name) => !known.includes(name));
  if (unknown.length > MAX_IGNORED) {
    const text = `The body has more than ${MAX_IGNORED} fields that are not known here.`;
    throw new AppError('invalid', 'too_many_fields', text);
  }
  for (const name of unknown) {
    refuseMisspelt(name, known);
    delete (body as Record<string, unknown>)[name];
  }
  return unknown.map((name) => name.slice(0, MAX_COMPARED_LENGTH));
}

function refuseMisspelt(name: string, known: readonly string[]): void {
  if (name.length > MAX_COMPARED_LENGTH) return;
  const meant = known.find((field) => isMisspelt(name, field));
  if (meant === undefined) return;
  const text = `There is no field '${name}'. Send '${meant}', or leave it out.`;
  throw new AppError('invalid', 'misspelt_field', text);
}

const isMisspelt = (name: string, field: string): boolean => editDistance(name, field) <= MISSPELT_DISTANCE;

import { editDistance } from '../../platform/kernel/edit-distance.ts';
import { AppError } from '../../platform/kernel/errors.ts';

/** A name that differs by more is another word. */
const MISSPELT_DISTANCE = 2;
/** A longer name is no known one. */
const MAX_COMPARED_LENGTH = 50;

/**
 * Returns the names of the fields of a body that a route does not know, for a route that ignores these as the hub
 * does.
 * @throws AppError `misspelt_field` for one that was meant as a known field. To ignore it would change the result
 */
export function ignoredFields(body: object, known: readonly string[]): string[] {
  const ignored = Object.keys(body).filter((name) => !known.includes(name));
  for (const name of ignored) {
    const meant =
      name.length > MAX_COMPARED_LENGTH ? undefined : known.find((field) => isMisspelt(name, field));
    if (meant === undefined) continue;
    const text = `There is no field '${name}'. Send '${meant}', or leave it out.`;
    throw new AppError('invalid', 'misspelt_field', text);
  }
  return ignored;
}

const isMisspelt = (name: string, field: string): boolean => editDistance(name, field) <= MISSPELT_DISTANCE;

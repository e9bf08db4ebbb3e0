import { Type } from 'typebox';

/** Raw bytes or text. The framework serialises neither. The schema only documents them. */
const Raw = Type.Unsafe<unknown>({ type: 'string', format: 'binary' });

/** Returns the schema of a response without a body. */
export const NoContent = (description: string) => Type.Unsafe<unknown>({ type: 'null', description });

/** Returns the schema of a response that is not JSON, in one of several media types. */
export const MediaResponse = (description: string, ...types: string[]) => ({
  description,
  content: Object.fromEntries(types.map((type) => [type, { schema: Raw }])),
});

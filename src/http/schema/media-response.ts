import { Type } from 'typebox';

/** Bytes or text as they are. The framework serialises neither, so this only describes them. */
const Raw = Type.Unsafe<unknown>({ type: 'string', format: 'binary' });

/** An answer without a body. */
export const NoContent = (description: string) => Type.Unsafe<unknown>({ type: 'null', description });

/** An answer that is not JSON, in one of some media types. */
export const MediaResponse = (description: string, ...types: string[]) => ({
  description,
  content: Object.fromEntries(types.map((type) => [type, { schema: Raw }])),
});

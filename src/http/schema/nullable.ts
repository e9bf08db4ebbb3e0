import { type TSchema, Type } from 'typebox';

export const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

/** Returns a field that may be left out or null. Both mean that the value is unknown. */
export const OptionalNullable = <Schema extends TSchema>(schema: Schema) => Type.Optional(Nullable(schema));

import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';

// The description of a kind of value is its name in the documentation.
export const Id = Type.String({ description: 'id' });
export const Text = Type.String({ description: 'text' });
export const Email = Type.String({ description: 'email address' });
export const Address = Type.String({ description: 'IP address' });
export const Sha256 = Type.String({ description: 'SHA-256' });
export const Day = Type.String({ description: '`YYYY-MM-DD`' });
export const Moment = Type.String({ description: 'ISO 8601' });
export const Flag = Type.Boolean({ description: 'boolean' });
export const Count = Type.Integer({ description: 'count' });
export const Bytes = Type.Integer({ description: 'bytes' });
export const Days = Type.Integer({ description: 'days' });
export const Revision = Type.Integer({ description: 'revision' });

export const describeKind = (schema: TSchema): string =>
  (schema as { description?: string }).description ?? '';

export const Nullable = <Schema extends TSchema>(schema: Schema) =>
  Type.Union([schema, Type.Null()], { description: `${describeKind(schema)} or null` });

/** The value of any field. */
export const Fact = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()], {
  description: 'value',
});

/** Returns the values of one field before and after. */
export const ChangeOf = <Schema extends TSchema>(schema: Schema) =>
  Type.Object(
    { old: schema, new: schema },
    { additionalProperties: false, description: `old and new ${describeKind(schema)}` },
  );
export const Change = ChangeOf(Fact);

export type Fact = Static<typeof Fact>;
export type Change = Static<typeof Change>;

/** The shape of a payload: named fields, and `others` for any further fields of one kind. */
export interface PayloadShape {
  payload: TProperties;
  others?: TSchema;
}

type Named<Fields extends TProperties> = keyof Fields extends never
  ? Record<never, never>
  : Static<TObject<Fields>>;
type ValueOf<Fields extends TProperties> = keyof Fields extends never ? never : Static<Fields[keyof Fields]>;

/** The type of a payload, from its shape. */
export type PayloadOf<Shape extends PayloadShape> = Shape extends { others: infer Others extends TSchema }
  ? Named<Shape['payload']> & { [field: string]: ValueOf<Shape['payload']> | Static<Others> }
  : Named<Shape['payload']>;

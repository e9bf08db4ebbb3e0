import { type TOptional, type TSchema, type TUnsafe, Type } from 'typebox';
import {
  type CommercialName,
  type CurrentName,
  currentNames,
  type EnteredName,
  enteredNames,
  type Field,
  type FieldTable,
  type InputOf,
  type Stated,
} from '../../clearance/vocabulary/field.ts';
import { Instant } from './instant.ts';
import { Nullable, OptionalNullable } from './nullable.ts';
import { NAME, USUAL_CENTURY } from './text-pattern.ts';
import { Line, Text } from './text-schema.ts';

/** The properties of a request. A required field must be stated. */
type RequestProperties<Table extends FieldTable> = {
  [Name in EnteredName<Table>]: Table[Name] extends { isOptional: true } | { initial: unknown }
    ? TOptional<TUnsafe<InputOf<Table>[Name]>>
    : TUnsafe<InputOf<Table>[Name]>;
};

type StatedValue<Table extends FieldTable, Name extends keyof Table> = TUnsafe<Stated<Table[Name]>>;

type ResponseProperties<Table extends FieldTable> = {
  [Name in CurrentName<Table>]: Name extends CommercialName<Table>
    ? TOptional<StatedValue<Table, Name>>
    : StatedValue<Table, Name>;
};

/** Returns the properties of a request body: the fields that users enter. */
export const requestProperties = <Table extends FieldTable>(table: Table): RequestProperties<Table> =>
  Object.fromEntries(
    enteredNames(table).map((name) => [name, requestSchema(table[name] as Field)]),
  ) as RequestProperties<Table>;

/** Returns the properties of a response that has all fields that its reader may see. */
export const responseProperties = <Table extends FieldTable>(table: Table): ResponseProperties<Table> =>
  Object.fromEntries(
    currentNames(table).map((name) => [name, responseSchema(table[name] as Field)]),
  ) as ResponseProperties<Table>;

function requestSchema(field: Field): TSchema {
  const schema = checkedSchema(field);
  if (field.isOptional) return OptionalNullable(schema);
  return field.initial === undefined ? schema : Type.Optional(schema);
}

function responseSchema(field: Field): TSchema {
  const plain = plainSchema(field);
  const schema = field.isOptional ? Nullable(plain) : plain;
  return field.audience === undefined ? schema : Type.Optional(schema);
}

/** Describes a field with its label, kind and unit, so that clients can generate forms. */
const describe = ({ kind, label, hint, unit, unitField, audience }: Field) => ({
  title: label,
  'x-kind': kind,
  ...(hint !== undefined && { description: hint }),
  ...(unit !== undefined && { 'x-unit': unit }),
  ...(unitField !== undefined && { 'x-unit-field': unitField }),
  ...(audience !== undefined && { 'x-audience': audience }),
});

/** Returns the schema of a value in a request, with its limits and, for a new item, its default value. */
function checkedSchema(field: Field): TSchema {
  const { initial } = field;
  const options = { ...describe(field), ...(initial !== undefined && { 'x-initial': initial }) };
  switch (field.kind) {
    case 'id':
      return Type.String({ ...options, format: 'uuid' });
    case 'name':
    case 'word':
      return Type.String({ ...options, pattern: NAME.pattern, minLength: 1, maxLength: field.max });
    case 'line':
      return Line({
        ...options,
        ...(field.min !== undefined && { minLength: field.min }),
        maxLength: field.max,
      });
    case 'text':
      return Text({ ...options, maxLength: field.max });
    case 'choice':
      return Type.Enum([...field.of], options);
    case 'number':
      return Type.Number({ ...options, ...boundsOf(field) });
    case 'whole':
    case 'year':
      return Type.Integer({ ...options, minimum: field.min, maximum: field.max });
    case 'yes_no':
      return Type.Boolean(options);
    case 'moment':
      return Type.String({ ...Instant, ...options });
    case 'day':
      return Type.String({ ...options, format: 'date', pattern: USUAL_CENTURY.pattern });
  }
}

const boundsOf = ({ min, above, max, decimals }: Extract<Field, { kind: 'number' }>) => ({
  ...(min !== undefined && { minimum: min }),
  ...(above !== undefined && { exclusiveMinimum: above }),
  maximum: max,
  ...(decimals !== undefined && { multipleOf: 10 ** -decimals }),
});

/** Returns the schema of a value in a response. */
function plainSchema(field: Field): TSchema {
  const options = describe(field);
  switch (field.kind) {
    case 'id':
      return Type.String({ ...options, format: 'uuid' });
    case 'name':
    case 'word':
    case 'line':
    case 'text':
      return Type.String(options);
    case 'choice':
      return Type.Enum([...field.of], options);
    case 'number':
      return Type.Number(options);
    case 'whole':
    case 'year':
      return Type.Integer(options);
    case 'yes_no':
      return Type.Boolean(options);
    case 'moment':
      return Type.String({ ...options, format: 'date-time' });
    case 'day':
      return Type.String({ ...options, format: 'date' });
  }
}

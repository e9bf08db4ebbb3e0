/** As much of a JSON schema as a form is made from. */
interface FieldSchema {
  title?: string;
  type?: string;
  enum?: string[];
  anyOf?: FieldSchema[];
  'x-kind'?: string;
  'x-unit'?: string;
  'x-unit-field'?: string;
  'x-initial'?: string | number | boolean;
}

/**
 * The fields of a form from the schema of the body that changes a thing.
 * A property without a kind is no field of the vocabulary.
 */
export function formFields({ properties }: { properties: Record<string, FieldSchema> }): object[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const stated = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
    const { title: label, enum: options, 'x-kind': kind, 'x-unit': unit } = stated;
    // An id is chosen among things that only the page knows.
    if (kind === undefined || kind === 'id') return [];
    return [
      {
        ...{ name, label, kind },
        ...(schema.anyOf === undefined && { isRequired: true }),
        ...(options && { options }),
        ...(unit !== undefined && { unit }),
        ...(stated['x-unit-field'] !== undefined && { unitField: stated['x-unit-field'] }),
        ...(stated['x-initial'] !== undefined && { initial: stated['x-initial'] }),
      },
    ];
  });
}

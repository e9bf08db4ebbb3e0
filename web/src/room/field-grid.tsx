import { Fieldset, SimpleGrid, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { FieldInput } from './field-input.tsx';
import type { Field, Texts } from './fields.ts';

/** Fields that belong together, under a heading. */
export interface FieldGroup {
  title: string;
  names: readonly string[];
}

interface FieldGridProps {
  fields: readonly Field[];
  /** The names of the fields that take the whole width. Fields of kind `text` always do. */
  wide: readonly string[];
  /** The groups, in order. Without any, the fields stand in one grid. Fields of no group follow the last. */
  groups: readonly FieldGroup[];
  form: UseFormReturnType<Texts>;
}

/** The inputs of a form, two beside each other where the page is wide enough. */
export function FieldGrid({ fields, wide, groups, form }: FieldGridProps) {
  const gridOf = (own: readonly Field[]) => (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      {own.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          isFirst={field === fields[0]}
          isWide={field.kind === 'text' || wide.includes(field.name)}
          input={form.getInputProps(field.name)}
        />
      ))}
    </SimpleGrid>
  );
  const grouped = new Set(groups.flatMap(({ names }) => names));
  const rest = fields.filter(({ name }) => !grouped.has(name));
  return (
    <Stack gap="md">
      {groups.map(({ title, names }) => (
        <Fieldset key={title} legend={title}>
          {gridOf(fields.filter(({ name }) => names.includes(name)))}
        </Fieldset>
      ))}
      {rest.length > 0 && gridOf(rest)}
    </Stack>
  );
}

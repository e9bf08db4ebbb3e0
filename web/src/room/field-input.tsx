import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type Field, inputLabel } from './fields.ts';
import { sentenceCase } from './sentence-case.ts';

const NUMBERS: readonly Field['kind'][] = ['number', 'whole', 'year'];

interface FieldInputProps {
  field: Field;
  /** Whether the dialog places the focus here when it opens. */
  isFirst: boolean;
  /** Whether the input takes the whole width of the form. */
  isWide: boolean;
  /** The properties that bind the input to the form. */
  input: object;
}

/** The input for one field of a form. */
export function FieldInput({ field, isFirst, isWide, input }: FieldInputProps) {
  const { kind, isRequired = false, options = [] } = field;
  const shared = {
    label: inputLabel(field),
    required: isRequired,
    ...(isFirst && { 'data-autofocus': true }),
    ...(isWide && { style: { gridColumn: '1 / -1' } }),
    ...input,
  };
  if (kind === 'text') return <Textarea autosize minRows={2} maxRows={8} {...shared} />;
  if (kind === 'choice') {
    const choices = options.map((value) => ({ value, label: sentenceCase(value) }));
    const none = { value: '', label: isRequired ? 'Choose …' : 'Not stated' };
    return <NativeSelect data={[none, ...choices]} {...shared} />;
  }
  if (NUMBERS.includes(kind)) return <TextInput type="number" step="any" {...shared} />;
  return <TextInput type={kind === 'moment' ? 'datetime-local' : 'text'} {...shared} />;
}

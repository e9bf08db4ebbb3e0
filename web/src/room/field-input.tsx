import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type Field, inputLabel, isNumber } from './fields.ts';
import { sentenceCase } from './sentence-case.ts';

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
  // An input of type "number" takes only the decimal sign of the browser's language, and drops what else is typed.
  if (isNumber(kind)) return <TextInput inputMode="decimal" {...shared} />;
  return <TextInput type={kind === 'moment' ? 'datetime-local' : 'text'} {...shared} />;
}

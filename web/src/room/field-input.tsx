import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { sentenceCase } from '../components/sentence-case.ts';
import { type Field, inputLabel, isNumber } from './fields.ts';

/** What binds an input to the form. */
interface Binding {
  value?: string;
  onChange?(value: unknown): void;
}

interface FieldInputProps {
  field: Field;
  /** Whether the dialog places the focus here when it opens. */
  isFirst: boolean;
  /** Whether the input takes the whole width of the form. */
  isWide: boolean;
  input: Binding;
}

/** The types of the inputs that the browser knows. Of all others it takes a line of text. */
const INPUT_TYPES: Partial<Record<Field['kind'], string>> = { moment: 'datetime-local', day: 'date' };

/** The input for one field of a form. */
export function FieldInput({ field, isFirst, isWide, input }: FieldInputProps) {
  const { kind, isRequired = false, options = [], none = isRequired ? 'Choose …' : 'Not stated' } = field;
  const shared = {
    label: inputLabel(field),
    required: isRequired,
    ...(isFirst && { 'data-autofocus': true }),
    ...(isWide && { style: { gridColumn: '1 / -1' } }),
    ...input,
  };
  if (kind === 'text') return <Textarea autosize minRows={2} maxRows={8} {...shared} />;
  if (kind === 'yes_no') return <YesNo {...shared} />;
  if (kind === 'choice') {
    const choices = options.map((option) =>
      typeof option === 'string' ? { value: option, label: sentenceCase(option) } : option,
    );
    return <NativeSelect data={[{ value: '', label: none }, ...choices]} {...shared} />;
  }
  // An input of type "number" takes only the decimal sign of the browser's language, and drops what else is typed.
  if (isNumber(kind)) return <TextInput inputMode="decimal" {...shared} />;
  return <TextInput type={INPUT_TYPES[kind] ?? 'text'} {...shared} />;
}

/** A box has no empty state: it always answers a required question. */
const YesNo = ({
  value,
  onChange,
  required: _,
  ...shared
}: Binding & { label: string; required: boolean }) => (
  <Checkbox
    {...shared}
    checked={value === 'true'}
    onChange={({ currentTarget }) => onChange?.(String(currentTarget.checked))}
  />
);

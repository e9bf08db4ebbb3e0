import { NativeSelect, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ApiProblem } from '../api/api-problem.ts';
import { FormDialog } from '../components/form-dialog.tsx';
import { changedValues } from './changed-values.ts';
import { type Field, faultsOf, inputLabel, type Texts, textsOf, valuesOf } from './fields.ts';
import { useRoomChange } from './room-change.ts';
import { sentenceCase } from './sentence-case.ts';

interface FieldsDialogProps {
  roomId: string;
  title: string;
  submit: string;
  fields: readonly Field[];
  /** What is changed; left out for something new. */
  thing?: object | undefined;
  /** Gets what was changed, or of something new all that was stated. */
  save(values: Record<string, unknown>): Promise<unknown>;
  onClose(): void;
}

/** A form over fields. What the server refuses stands at the field that it is about. */
export function FieldsDialog({ roomId, title, submit, fields, thing, save, onClose }: FieldsDialogProps) {
  const form = useForm<Texts>({
    initialValues: textsOf(fields, thing ?? {}),
    validate: (texts) => faultsOf(fields, texts),
  });
  const saving = useRoomChange<Texts>(roomId, {
    change: (texts) =>
      save(valuesOf(fields, texts)).catch((error: unknown) => {
        if (error instanceof ApiProblem) form.setErrors(error.fields);
        throw error;
      }),
    onDone: onClose,
  });
  const send = (texts: Texts) => {
    const changes = changedValues(form.getInitialValues(), texts) as Texts;
    if (Object.keys(changes).length === 0) onClose();
    else saving.mutate(changes);
  };
  return (
    <FormDialog
      title={title}
      opened
      onClose={onClose}
      onSubmit={form.onSubmit(send)}
      submit={submit}
      isPending={saving.isPending}
      problem={saving.error}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {fields.map((field) => (
          <FieldInput key={field.name} field={field} input={form.getInputProps(field.name)} />
        ))}
      </SimpleGrid>
    </FormDialog>
  );
}

const NUMBERS: readonly Field['kind'][] = ['number', 'whole', 'year'];

function FieldInput({ field, input }: { field: Field; input: object }) {
  const { kind, isRequired, options = [] } = field;
  const label = inputLabel(field);
  if (kind === 'text') {
    return (
      <Textarea label={label} autosize minRows={2} maxRows={8} style={{ gridColumn: '1 / -1' }} {...input} />
    );
  }
  if (kind === 'choice') {
    const choices = options.map((value) => ({ value, label: sentenceCase(value) }));
    const none = { value: '', label: isRequired ? 'Choose …' : 'Not stated' };
    return <NativeSelect label={label} data={[none, ...choices]} {...input} />;
  }
  if (NUMBERS.includes(kind)) return <TextInput label={label} type="number" step="any" {...input} />;
  return <TextInput label={label} type={kind === 'moment' ? 'datetime-local' : 'text'} {...input} />;
}

import { SimpleGrid, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { fieldErrors } from '../api/api-problem.ts';
import { FormDialog } from '../components/form-dialog.tsx';
import { changedValues } from './changed-values.ts';
import { FieldInput } from './field-input.tsx';
import { errorsOf, type Field, type Texts, textsOf, valuesOf } from './fields.ts';
import { useRoomChange } from './room-change.ts';

interface FieldsDialogProps {
  roomId: string;
  title: string;
  submit: string;
  fields: readonly Field[];
  /** The names of the fields with long lines, which take the whole width. Fields of kind `text` always do. */
  wide?: readonly string[];
  /** The thing to change; left out for a new one. */
  thing?: object | undefined;
  /** Sends the changed values to the API. */
  save(values: Record<string, unknown>): Promise<unknown>;
  onClose(): void;
}

/** A dialog that edits fields. It shows the errors of the server at the fields that they belong to. */
export function FieldsDialog(props: FieldsDialogProps) {
  const { roomId, title, submit, fields, wide = [], thing, save, onClose } = props;
  const form = useForm<Texts>({
    initialValues: textsOf(fields, thing),
    validate: (texts) => errorsOf(fields, texts),
  });
  const saving = useRoomChange<Texts>(roomId, {
    change: (texts) =>
      save(valuesOf(fields, texts)).catch((error: unknown) => {
        form.setErrors(fieldErrors(error));
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
      size="lg"
      opened
      onClose={onClose}
      onSubmit={form.onSubmit(send)}
      submit={submit}
      isPending={saving.isPending}
      problem={saving.error}
    >
      <Text size="sm" c="dimmed">
        Fields with an asterisk (*) are required.
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {fields.map((field, index) => (
          <FieldInput
            key={field.name}
            field={field}
            isFirst={index === 0}
            isWide={field.kind === 'text' || wide.includes(field.name)}
            input={form.getInputProps(field.name)}
          />
        ))}
      </SimpleGrid>
    </FormDialog>
  );
}

import { SimpleGrid, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiProblem, fieldErrors } from '../../api/api-problem.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { changedValues } from '../../room/changed-values.ts';
import { FieldInput } from '../../room/field-input.tsx';
import { errorsOf, type Field, type Texts, textsOf, valuesOf } from '../../room/fields.ts';

interface EntryDialogProps {
  title: string;
  submit: string;
  hint?: string;
  fields: readonly Field[];
  /** The entry to change; left out for a new one. */
  entry?: object | undefined;
  /** The fields that the errors of the server belong to, by the code of the error. */
  fieldOf?: Readonly<Record<string, string>>;
  /** The first part of the keys of the queries that the change makes stale. */
  stale: string;
  /** @param values of a new entry all, otherwise those that were changed */
  save(values: Record<string, unknown>): Promise<unknown>;
  onClose(): void;
  /** Called after `onClose`, when the entry is saved. */
  onSaved?: () => void;
}

/** A dialog that adds or changes an entry of what administrators keep. Errors stand at their fields. */
export function EntryDialog(props: EntryDialogProps) {
  const { title, submit, hint, fields, entry, fieldOf = {}, stale, save, onClose, onSaved } = props;
  const queries = useQueryClient();
  const form = useForm<Texts>({
    initialValues: textsOf(fields, entry),
    validate: (texts) => errorsOf(fields, texts),
  });
  const saving = useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [stale] });
      onClose();
      onSaved?.();
    },
    onError: (error) => {
      const field = error instanceof ApiProblem ? fieldOf[error.code] : undefined;
      form.setErrors(field ? { [field]: error.message } : fieldErrors(error));
    },
  });
  const send = (texts: Texts) => {
    const changes = entry ? (changedValues(form.getInitialValues(), texts) as Texts) : texts;
    if (entry && Object.keys(changes).length === 0) onClose();
    else saving.mutate(valuesOf(fields, changes));
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
        {hint} Fields with an asterisk (*) are required.
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {fields.map((field, index) => (
          <FieldInput
            key={field.name}
            field={field}
            isFirst={index === 0}
            isWide={field.kind === 'text'}
            input={form.getInputProps(field.name)}
          />
        ))}
      </SimpleGrid>
    </FormDialog>
  );
}

import { Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { fieldErrors } from '../api/api-problem.ts';
import type { IfMatch } from '../api/revised.ts';
import { changedValues } from './changed-values.ts';
import { FieldGrid, type FieldGroup } from './field-grid.tsx';
import { errorsOf, type Field, type Texts, textsOf, valuesOf } from './fields.ts';
import { type Shown, useGuardedChange } from './guarded-change.ts';
import { RoomFormDialog } from './room-form-dialog.tsx';

interface FieldsDialogProps {
  roomId: string;
  title: string;
  submit: string;
  fields: readonly Field[];
  /** The names of the fields with long lines, which take the whole width. Fields of kind `text` always do. */
  wide?: readonly string[];
  /** The headings of a long form, and the fields under them. */
  groups?: readonly FieldGroup[];
  /** The values to change, or none for a new thing. */
  shown(): Shown;
  /** Whether the form is a decision about what is shown: it begins empty, and can be sent so. */
  isDecision?: boolean;
  isDangerous?: boolean;
  /** A sentence above the fields. */
  hint?: string;
  /** Sends the changed values to the API. @param reason as in `useRoomChange` */
  save(values: Record<string, unknown>, header: IfMatch, reason?: string): Promise<unknown>;
  onClose(): void;
}

/** A box that is ticked or not always has an answer. */
const hasAsterisk = ({ isRequired, kind }: Field): boolean => isRequired === true && kind !== 'yes_no';

/** A dialog that edits fields. It shows the errors of the server at the fields that they belong to. */
export function FieldsDialog(props: FieldsDialogProps) {
  const {
    roomId,
    title,
    submit,
    fields,
    wide = [],
    groups = [],
    isDecision = false,
    hint,
    save,
    onClose,
  } = props;
  const [shown] = useState(props.shown);
  const thing = shown.fields.length > 0 && !isDecision ? shown.seen.value : undefined;
  const form = useForm<Texts>({
    initialValues: textsOf(fields, thing),
    validate: (texts) => errorsOf(fields, texts),
  });
  const saving = useGuardedChange<Record<string, unknown>>(roomId, {
    shown: () => shown,
    send: (values, header, reason) =>
      save(values, header, reason).catch((error: unknown) => {
        form.setErrors(fieldErrors(error));
        throw error;
      }),
    onDone: onClose,
  });
  const send = (texts: Texts) => {
    const changes = changedValues(form.getInitialValues(), texts) as Texts;
    if (thing && Object.keys(changes).length === 0) onClose();
    else saving.mutate(valuesOf(fields, changes));
  };
  return (
    <RoomFormDialog
      title={title}
      size="lg"
      change={saving}
      onClose={onClose}
      onSubmit={form.onSubmit(send)}
      submit={submit}
      isDangerous={props.isDangerous ?? false}
    >
      <Text size="sm" c="dimmed">
        {hint} {fields.some(hasAsterisk) && 'Fields with an asterisk (*) are required.'}
      </Text>
      <FieldGrid fields={fields} wide={wide} groups={groups} form={form} />
    </RoomFormDialog>
  );
}

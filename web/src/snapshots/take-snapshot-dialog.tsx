import { Checkbox, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { fieldErrors } from '../api/api-problem.ts';
import { FormDialog } from '../components/form-dialog.tsx';
import { CompareToSelect } from './compare-to-select.tsx';
import { SnapshotTypeChoice } from './snapshot-type-choice.tsx';
import { type NewSnapshot, useTakeSnapshot } from './use-take-snapshot.ts';

const SECTIONS = [
  { value: 'documents', label: 'Documents' },
  { value: 'approvals', label: 'Approvals' },
  { value: 'activity', label: 'Activity' },
];

const INITIAL: NewSnapshot = {
  title: '',
  snapshot_type: 'pdf',
  sections: SECTIONS.map(({ value }) => value),
  include_commercial: false,
  compare_to: null,
};

interface TakeSnapshotDialogProps {
  roomId: string;
  mayIncludeCommercial: boolean;
  onClose(): void;
}

/** A dialog that takes a snapshot with a title, a type and a choice of sections. */
export default function TakeSnapshotDialog({
  roomId,
  mayIncludeCommercial,
  onClose,
}: TakeSnapshotDialogProps) {
  const form = useForm<NewSnapshot>({ initialValues: INITIAL });
  const { take, isPending, error } = useTakeSnapshot(roomId, {
    onTaken: onClose,
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <FormDialog
      title="Take snapshot"
      opened
      onClose={onClose}
      onSubmit={form.onSubmit(take)}
      submit="Take snapshot"
      isSubmitFocused
      isPending={isPending}
      problem={error}
      problemTitle="No snapshot was taken"
    >
      <TextInput
        label="Title"
        description="Without a title, the snapshot is named by date and time"
        maxLength={255}
        {...form.getInputProps('title')}
      />
      <SnapshotTypeChoice {...form.getInputProps('snapshot_type')} />
      <Checkbox.Group
        label="Sections"
        description="The verdict, the operation, the vessels and the parties are always included"
        {...form.getInputProps('sections')}
      >
        <Group mt="xs">
          {SECTIONS.map(({ value, label }) => (
            <Checkbox key={value} value={value} label={label} />
          ))}
        </Group>
      </Checkbox.Group>
      {mayIncludeCommercial && (
        <Checkbox
          label="Include the commercial terms"
          description="Cargo value, demurrage and commission. Then only owner, broker, charterer and administrators can read the record"
          {...form.getInputProps('include_commercial', { type: 'checkbox' })}
        />
      )}
      <CompareToSelect roomId={roomId} {...form.getInputProps('compare_to')} />
    </FormDialog>
  );
}

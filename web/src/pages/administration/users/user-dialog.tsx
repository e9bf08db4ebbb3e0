import { Select, TextInput } from '@mantine/core';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { ROLE_OPTIONS } from './role-options.ts';
import { type Saved, useUserForm } from './use-user-form.ts';
import type { User } from './user-list.ts';

interface UserDialogProps {
  /** The account to change; undefined for a new one. */
  user: User | undefined;
  opened: boolean;
  onClose(): void;
  onSaved(saved: Saved): void;
}

/** A dialog that creates or changes an account. */
export function UserDialog({ user, opened, onClose, onSaved }: UserDialogProps) {
  const { form, save } = useUserForm({
    user,
    opened,
    onSaved(saved) {
      onClose();
      onSaved(saved);
    },
  });
  return (
    <FormDialog
      title={user ? `Change ${user.email}` : 'New account'}
      opened={opened}
      onClose={onClose}
      onSubmit={form.onSubmit((fields) => save.mutate(fields))}
      submit={user ? 'Save' : 'Create the account'}
      isPending={save.isPending}
      problem={save.error}
    >
      <TextInput
        label="Email"
        type="email"
        autoComplete="off"
        disabled={user !== undefined}
        data-autofocus={user === undefined || undefined}
        {...form.getInputProps('email')}
      />
      <TextInput
        label="Name"
        autoComplete="off"
        data-autofocus={user !== undefined || undefined}
        {...form.getInputProps('name')}
      />
      <Select
        label="Role"
        description="In a room, the role of the party counts. Only administrators have their role in all rooms."
        data={ROLE_OPTIONS}
        allowDeselect={false}
        {...form.getInputProps('role')}
      />
    </FormDialog>
  );
}

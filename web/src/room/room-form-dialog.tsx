import type { FormEventHandler, ReactNode } from 'react';
import { FormDialog } from '../components/form-dialog.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import type { GuardedState } from './guarded-change.ts';

interface RoomFormDialogProps {
  title: string;
  size?: 'md' | 'lg';
  /** The change that the form makes. */
  change: GuardedState;
  onClose(): void;
  onSubmit: FormEventHandler<HTMLFormElement>;
  submit: string;
  isDangerous?: boolean;
  /** Why the form cannot be filled. */
  problem?: Error | null;
  problemTitle?: string;
  children: ReactNode;
}

/** A dialog with a form that changes a room. In a conflict, the question replaces the form, which keeps its values. */
export function RoomFormDialog({ change, problem = null, ...form }: RoomFormDialogProps) {
  const { conflict, decide, cancel, isPending, error } = change;
  return (
    <>
      <FormDialog {...form} opened={!conflict} isPending={isPending} problem={error ?? problem} />
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          submit={form.submit}
          isDangerous={form.isDangerous ?? false}
          onDecide={decide}
          onCancel={cancel}
        />
      )}
    </>
  );
}

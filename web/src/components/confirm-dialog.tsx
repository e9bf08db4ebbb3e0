import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FormDialog } from './form-dialog.tsx';

export interface Question<Answer = unknown> {
  title: string;
  /** What will happen. */
  text: ReactNode;
  /** The text of the button that does it. */
  submit: string;
  isDangerous?: boolean;
  act(): Promise<Answer>;
  /** What was done, in words. */
  describe(answer: Answer): string;
}

interface ConfirmDialogProps {
  /** Kept after the answer, so that the text stays while the dialog goes. */
  question: Question | undefined;
  opened: boolean;
  onClose(): void;
  onDone(text: string): void;
  /** What is to be read anew afterwards. */
  stale: readonly string[];
}

/** Asks whether something is meant, does it, and says what was done. */
export function ConfirmDialog({ question, opened, onClose, onDone, stale }: ConfirmDialogProps) {
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: async ({ act, describe }: Question) => describe(await act()),
    onSuccess: async (text) => {
      close();
      onDone(text);
      await queries.invalidateQueries({ queryKey: stale });
    },
  });
  const close = () => {
    act.reset();
    onClose();
  };
  if (!question) return null;
  return (
    <FormDialog
      title={question.title}
      opened={opened}
      onClose={close}
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(question);
      }}
      submit={question.submit}
      isDangerous={question.isDangerous ?? false}
      isPending={act.isPending}
      problem={act.error}
    >
      <Text>{question.text}</Text>
    </FormDialog>
  );
}

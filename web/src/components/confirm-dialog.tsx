import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FormDialog } from './form-dialog.tsx';
import { Sentence } from './sentence.tsx';

export interface Question<Result = unknown> {
  title: string;
  /** The consequence of the action. */
  text: ReactNode;
  /** The text of the button that confirms. */
  submit: string;
  isDangerous?: boolean;
  act(): Promise<Result>;
  /** Describes the result as a sentence. */
  describe(result: Result): string;
}

interface ConfirmDialogProps {
  /** It stays set after the decision, so that the dialog keeps its text while it closes. */
  question: Question | undefined;
  opened: boolean;
  onClose(): void;
  onDone(text: string): void;
  /** The key of the queries that the action makes stale. */
  stale: readonly string[];
}

/** Asks for confirmation, executes the action, and reports the result. */
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
      <Text>{typeof question.text === 'string' ? <Sentence>{question.text}</Sentence> : question.text}</Text>
    </FormDialog>
  );
}

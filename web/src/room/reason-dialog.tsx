import { Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { FormDialog } from '../components/form-dialog.tsx';
import { type ReasonQuestion, useReasonQuestion } from './reason-question.ts';

/** The one dialog that asks for the reason of a change that the clearance does not support. */
export function ReasonDialog() {
  const question = useReasonQuestion();
  return question && <AskedReason {...question} />;
}

function AskedReason({ title, label, submit, text, answer }: ReasonQuestion) {
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (reason) => (reason.trim() ? null : 'Say why.') },
  });
  return (
    <FormDialog
      title={title}
      opened
      onClose={() => answer(null)}
      onSubmit={form.onSubmit(({ reason }) => answer(reason.trim()))}
      submit={submit}
      isDangerous
      isPending={false}
      problem={null}
    >
      <Text style={{ whiteSpace: 'pre-line' }}>{text}</Text>
      <Textarea
        label={label}
        required
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </FormDialog>
  );
}

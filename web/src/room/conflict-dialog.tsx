import { Radio, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { FormDialog } from '../components/form-dialog.tsx';
import { Sentence } from '../components/sentence.tsx';
import { TimeStamp } from '../components/time-stamp.tsx';
import { visibleName } from '../components/visible-name.ts';
import classes from './conflict-dialog.module.css';
import type { Difference } from './differences.ts';
import type { Conflict } from './guarded-change.ts';

/** The newest changes. The activity of the room has the others. */
const MAX_SHOWN_CHANGES = 5;

interface ConflictDialogProps {
  conflict: Conflict;
  /** The text of the button that sends the change. */
  submit: string;
  isDangerous?: boolean;
  /** @param theirs the names of the fields whose values the user takes from others */
  onDecide(theirs: readonly string[]): void;
  onCancel(): void;
}

/** Shows what others changed while a form was open. The user decides about each value that both changed. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { conflict, submit, isDangerous = false, onDecide, onCancel } = props;
  const mine = conflict.differences.filter(({ typed }) => typed !== undefined);
  // Two moments in one minute have the same text.
  const others = conflict.differences.filter(({ typed, seen, now }) => typed === undefined && seen !== now);
  const form = useForm<Record<string, string>>({
    initialValues: Object.fromEntries(mine.map(({ name }) => [name, ''])),
    validate: (choices) =>
      Object.fromEntries(mine.map(({ name }) => [name, choices[name] ? null : 'Choose one of the two.'])),
  });
  const decide = (choices: Record<string, string>) =>
    onDecide(Object.keys(choices).filter((name) => choices[name] === 'theirs'));
  return (
    <FormDialog
      title="Others have changed this meanwhile"
      size="lg"
      opened
      onClose={onCancel}
      onSubmit={form.onSubmit(decide)}
      submit={submit}
      isSubmitFocused={mine.length === 0}
      isDangerous={isDangerous}
      isPending={false}
      problem={null}
    >
      <Text>Your change was not made yet. Compare the values, and decide.</Text>
      <ChangesOfOthers changes={conflict.changes} />
      {mine.map((difference) => (
        <Choice key={difference.name} difference={difference} input={form.getInputProps(difference.name)} />
      ))}
      {others.length > 0 && <OtherDifferences differences={others} />}
    </FormDialog>
  );
}

function ChangesOfOthers({ changes }: Pick<Conflict, 'changes'>) {
  const ofValues = changes.filter(({ action }) => action !== 'message_sent');
  const more = ofValues.length - MAX_SHOWN_CHANGES;
  return (
    <ul className={classes.changes} aria-label="Changes by others">
      {ofValues.slice(0, MAX_SHOWN_CHANGES).map(({ revision, at, actor, summary }) => (
        <li key={revision}>
          <Text size="sm" c="dimmed">
            {actor}, <TimeStamp at={at} />
          </Text>
          <Sentence>{summary}</Sentence>
        </li>
      ))}
      {more > 0 && <li>The activity of the room lists {more} more.</li>}
    </ul>
  );
}

/** A value that both have changed. */
const Choice = ({ difference, input }: { difference: Difference; input: object }) => (
  <Radio.Group
    className={classes.value}
    label={difference.label}
    description={
      <Text span size="sm">
        When you opened the form: {stated(difference.seen)}
      </Text>
    }
    {...input}
  >
    <Stack gap="xs" mt="xs">
      <Radio value="mine" label="Keep mine" description={stated(difference.typed ?? null)} />
      <Radio value="theirs" label="Take theirs" description={stated(difference.now)} />
    </Stack>
  </Radio.Group>
);

/** The values that only others have changed. They stay as they are now. */
const OtherDifferences = ({ differences }: { differences: readonly Difference[] }) => (
  <dl className={classes.others}>
    {differences.map(({ name, label, seen, now }) => (
      <div key={name} className={classes.value}>
        <dt>{label}</dt>
        <dd>
          <Text size="sm" c="dimmed">
            When you opened the form: {stated(seen)}
          </Text>
          Now: {stated(now)}
        </dd>
      </div>
    ))}
  </dl>
);

const stated = (text: string | null): ReactNode =>
  text === null ? 'not stated' : <bdi className={classes.text}>{visibleName(text)}</bdi>;

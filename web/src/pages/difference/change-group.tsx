import { Text, VisuallyHidden } from '@mantine/core';
import { Minus, PenLine, Plus } from 'lucide-react';
import { Panel } from '../../components/panel.tsx';
import { Sentence } from '../../components/sentence.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import classes from './difference.module.css';
import type { Change } from './difference-query.ts';

const KINDS = {
  added: { tone: 'good', icon: Plus, text: 'Added' },
  removed: { tone: 'bad', icon: Minus, text: 'Removed' },
  changed: { tone: 'waiting', icon: PenLine, text: 'Changed' },
} as const;

interface ChangeGroupProps {
  title: string;
  /** `null` if this part could not be compared. */
  changes: readonly Change[] | null;
}

/** The changes of one part of a room. It is hidden if there are none. */
export function ChangeGroup({ title, changes }: ChangeGroupProps) {
  if (!changes || changes.length === 0) return null;
  return (
    <Panel title={`${title} (${changes.length})`}>
      <ul className={classes.changes}>
        {changes.map((change) => (
          <ChangeItem key={`${change.kind} ${change.subject.id}`} change={change} />
        ))}
      </ul>
    </Panel>
  );
}

function ChangeItem({ change: { kind, subject, fields } }: { change: Change }) {
  const { tone, icon, text } = KINDS[kind];
  return (
    <li className={classes.change}>
      <div className={classes.subject}>
        <Text fw={600}>
          <Sentence>{subject.name}</Sentence>
        </Text>
        <StatusBadge tone={tone} icon={icon}>
          {text}
        </StatusBadge>
      </div>
      <dl className={classes.fields}>
        {fields.map((change) => (
          <FieldChange key={change.field} {...change} kind={kind} isNamed={change.label === subject.name} />
        ))}
      </dl>
    </li>
  );
}

type FieldChangeProps = Change['fields'][number] & {
  kind: Change['kind'];
  /** Whether the label is visible already: a fact of the operation is its own subject. */
  isNamed: boolean;
};

const FieldChange = ({ kind, label, before, after, isNamed }: FieldChangeProps) => (
  <div className={isNamed ? undefined : classes.field}>
    {isNamed ? <VisuallyHidden component="dt">{label}</VisuallyHidden> : <dt>{label}</dt>}
    <dd dir="auto">
      {kind === 'changed' ? <BeforeAfter before={before} after={after} /> : (before ?? after)}
    </dd>
  </div>
);

const BeforeAfter = ({ before, after }: { before: string | null; after: string | null }) => (
  <>
    <del className={classes.before}>{before ?? 'not stated'}</del>
    <span aria-hidden> → </span>
    <ins className={classes.after}>{after ?? 'not stated'}</ins>
  </>
);

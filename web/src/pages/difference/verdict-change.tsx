import { Group, List, Text, Title } from '@mantine/core';
import { ArrowRight } from 'lucide-react';
import { Panel } from '../../components/panel.tsx';
import { Sentence } from '../../components/sentence.tsx';
import { VerdictBadge } from '../../components/verdict-badge.tsx';
import type { Difference } from './difference-query.ts';

type Verdict = Difference['verdict'];

/** The change of the verdict, with the reasons that were added and removed. */
export const VerdictChange = ({ verdict }: { verdict: Verdict }) => {
  const { from, to, from_stage, to_stage, reasons_came, reasons_went } = verdict;
  const now = <VerdictBadge outcome={to} stage={to_stage ?? undefined} />;
  return (
    <Panel title="Verdict">
      {from === to && from_stage === to_stage ? (
        <Group gap="xs">
          {now}
          <Text>as before</Text>
        </Group>
      ) : (
        <Group gap="xs">
          <VerdictBadge outcome={from} stage={from_stage ?? undefined} />
          <ArrowRight size={18} aria-label="became" role="img" />
          {now}
        </Group>
      )}
      <Reasons title="New findings" reasons={reasons_came} />
      <Reasons title="No longer found" reasons={reasons_went} />
    </Panel>
  );
};

function Reasons({ title, reasons }: { title: string; reasons: Verdict['reasons_came'] }) {
  if (reasons.length === 0) return null;
  return (
    <>
      <Title order={3} mt="sm">
        {title}
      </Title>
      <List>
        {reasons.map(({ code, subject, text }) => (
          <List.Item key={`${code} ${subject} ${text}`}>
            <Sentence>{text}</Sentence>
          </List.Item>
        ))}
      </List>
    </>
  );
}

import { List, Text } from '@mantine/core';
import { Panel } from '../../../components/panel.tsx';
import { Sentence } from '../../../components/sentence.tsx';
import { stagePhrase } from '../../../components/stage.ts';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import type { Room } from '../../../room/room-queries.ts';

/** What was decided without evidence: who, when and why. Nothing removes it. */
export function ExceptionsPanel({ exceptions }: Pick<Room, 'exceptions'>) {
  if (exceptions.length === 0) return null;
  return (
    <Panel title={`Exceptions (${exceptions.length})`}>
      <Text size="sm" c="dimmed" mb="xs">
        These decisions took the place of evidence. They stand in every later record of the room.
      </Text>
      <List spacing="xs">
        {exceptions.map(({ id, subject, reason, stage, decided_by, decided_by_name, decided_at }) => (
          <List.Item key={id}>
            <Text span fw={600}>
              <Sentence>{subject}</Sentence>
            </Text>
            <Text dir="auto" ta="start">
              {reason}
            </Text>
            <Text size="sm" c="dimmed">
              <bdi>{decided_by_name}</bdi> ({decided_by}), <TimeStamp at={decided_at} />, at the stage{' '}
              {stagePhrase(stage)}
            </Text>
          </List.Item>
        ))}
      </List>
    </Panel>
  );
}

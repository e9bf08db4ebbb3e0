import { Stack, Title } from '@mantine/core';
import { STAGES, stagePhrase } from '../../../components/stage.ts';
import type { Room } from '../../../room/room-queries.ts';
import { FindingList } from './finding-list.tsx';
import classes from './verdict-panel.module.css';

/** What later stages still need, folded away. */
export function DueLater({ room }: { room: Room }) {
  const { due_later } = room.verdict;
  if (due_later.length === 0) return null;
  const stages = STAGES.map((stage) => ({
    stage,
    findings: due_later.filter(({ due_stage }) => due_stage === stage),
  })).filter(({ findings }) => findings.length > 0);
  return (
    <details className={classes.later}>
      <summary>Due later ({due_later.length})</summary>
      <Stack gap="sm" mt="xs">
        {stages.map(({ stage, findings }) => (
          <div key={stage}>
            <Title order={3} mb={4}>
              By {stagePhrase(stage)} ({findings.length})
            </Title>
            <FindingList roomId={room.id} findings={findings} isLater />
          </div>
        ))}
      </Stack>
    </details>
  );
}

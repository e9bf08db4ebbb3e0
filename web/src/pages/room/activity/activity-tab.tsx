import { Button, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { activityQuery, type Room } from '../../../room/room-queries.ts';
import { ActivityTable } from './activity-table.tsx';
import { MessageForm } from './message-form.tsx';

/** The activity of a room, newest first. Older entries load when the user scrolls to the end. */
export function ActivityTab({ room }: { room: Room }) {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    activityQuery(room.id),
  );
  if (!data) {
    return error ? (
      <ProblemState title="The activity cannot be shown" error={error} onRetry={() => void refetch()} />
    ) : (
      <LoadingState what="activity" />
    );
  }
  const loadOlder = () => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  return (
    <Panel title="Activity">
      <Stack gap="sm">
        {room.permissions.includes('message.send') && <MessageForm roomId={room.id} />}
        <ActivityTable
          entries={data.pages.flatMap(({ items }) => items)}
          isWhole={!hasNextPage}
          onNearEnd={loadOlder}
        />
        {hasNextPage ? (
          <Button variant="default" loading={isFetchingNextPage} onClick={loadOlder}>
            Load older
          </Button>
        ) : (
          <Text size="sm" c="dimmed" ta="center">
            There are no older entries.
          </Text>
        )}
        {error && <ProblemState title="Older activity cannot be shown" error={error} onRetry={loadOlder} />}
      </Stack>
    </Panel>
  );
}

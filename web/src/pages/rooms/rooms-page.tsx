import { Button, Center } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus, SearchX, Ship } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../access/permissions.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { ProblemState } from '../../components/problem-state.tsx';
import { Page } from '../../shell/page.tsx';
import { CreateRoomDialog } from './create-room-dialog.tsx';
import { RoomFilters } from './room-filters.tsx';
import { RoomList } from './room-list.tsx';
import { type RoomFilter, roomSearch } from './room-search.ts';

export default function RoomsPage() {
  const mayCreate = useMay('room.create');
  const [isCreating, dialog] = useDisclosure();
  const [filter, setFilter] = useState<RoomFilter>({});
  const create = mayCreate && (
    <Button leftSection={<Plus size={18} aria-hidden />} onClick={dialog.open}>
      New room
    </Button>
  );
  return (
    <Page title="Rooms" actions={create}>
      <RoomFilters
        filter={filter}
        onChange={(changed) => setFilter((before) => ({ ...before, ...changed }))}
      />
      <FoundRooms filter={filter} />
      <CreateRoomDialog opened={isCreating} onClose={dialog.close} />
    </Page>
  );
}

function FoundRooms({ filter }: { filter: RoomFilter }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    roomSearch(filter),
  );
  if (error) {
    return <ProblemState title="The rooms cannot be shown" error={error} onRetry={() => void refetch()} />;
  }
  if (!data) return <LoadingState what="rooms" />;
  const rooms = data.pages.flatMap(({ items }) => items);
  if (rooms.length === 0 && !hasNextPage) return <NoRooms isFiltered={Object.values(filter).some(Boolean)} />;
  return (
    <>
      {rooms.length > 0 && <RoomList rooms={rooms} />}
      {hasNextPage && (
        <Center>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </Center>
      )}
    </>
  );
}

const NoRooms = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <EmptyState icon={SearchX} title="No room matches">
      Use fewer words, or choose another verdict or status.
    </EmptyState>
  ) : (
    <EmptyState icon={Ship} title="No rooms yet">
      You see a room when its broker adds you as a party.
    </EmptyState>
  );

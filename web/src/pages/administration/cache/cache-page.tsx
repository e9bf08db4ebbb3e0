import { Button, Group, SegmentedControl, Title, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { OutcomeNotice } from '../../../components/outcome-notice.tsx';
import { useQuestion } from '../../../components/question.ts';
import { RoomSelect } from '../../../room/room-select.tsx';
import { Section } from '../../../shell/section.tsx';
import { PagedTable } from '../../../tables/paged-table.tsx';
import { CacheFacts } from './cache-facts.tsx';
import { CACHE, cachedEditions, type Order } from './cache-queries.ts';
import { clearing, invalidation, roomInvalidation } from './cache-questions.ts';
import { CleanupPanel } from './cleanup-panel.tsx';
import { EDITION_COLUMNS, EditionRow } from './edition-row.tsx';
import { WarmDialog } from './warm-dialog.tsx';

const ORDERS: { value: Order; label: string }[] = [
  { value: 'size', label: 'Largest first' },
  { value: 'age', label: 'Longest unused first' },
];

/** What is kept so that snapshots are quick, and what takes the disk. */
export default function CachePage() {
  const [order, setOrder] = useState<Order>('size');
  const [room, setRoom] = useState<string | null>(null);
  const [isWarming, warming] = useDisclosure();
  const { outcome, say, ask, dialog } = useQuestion(CACHE);
  const list = useInfiniteQuery(cachedEditions(order));
  const rows = list.data?.pages.flatMap(({ items }) =>
    items.map((edition) => (
      <EditionRow key={edition.key} edition={edition} onInvalidate={() => ask(invalidation(edition))} />
    )),
  );
  const actions = (
    <Group gap="sm">
      <Button variant="default" onClick={warming.open}>
        Warm
      </Button>
      <Button color="red.8" onClick={() => ask(clearing)}>
        Clear the cache
      </Button>
    </Group>
  );
  return (
    <Section title="Cache" actions={actions}>
      <OutcomeNotice text={outcome} />
      <CacheFacts />
      <Group justify="space-between" align="flex-end" gap="sm">
        <Title order={2}>Editions on the disk</Title>
        <div>
          <VisuallyHidden id="order">Order</VisuallyHidden>
          <SegmentedControl
            aria-labelledby="order"
            data={ORDERS}
            value={order}
            onChange={(chosen) => setOrder(chosen as Order)}
          />
        </div>
      </Group>
      <PagedTable
        what="editions"
        columns={EDITION_COLUMNS}
        rows={rows}
        none="The cache is empty. The next snapshot puts an edition here."
        minWidth={880}
        list={list}
      />
      <Group align="flex-end" gap="sm">
        <RoomSelect value={room} onChange={setRoom} isRequired flex="0 1 22rem" />
        <Button
          variant="default"
          disabled={room === null}
          onClick={() => room && ask(roomInvalidation(room))}
        >
          Invalidate the room’s editions
        </Button>
      </Group>
      <CleanupPanel />
      <ConfirmDialog {...dialog} />
      <WarmDialog opened={isWarming} onClose={warming.close} onDone={say} />
    </Section>
  );
}

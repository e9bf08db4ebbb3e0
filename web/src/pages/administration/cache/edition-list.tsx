import { Group, SegmentedControl, Title, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PagedTable } from '../../../tables/paged-table.tsx';
import { cachedEditions, type Edition, type Order } from './cache-queries.ts';
import { EDITION_COLUMNS, EditionRow } from './edition-row.tsx';

const ORDERS: { value: Order; label: string }[] = [
  { value: 'size', label: 'Largest first' },
  { value: 'age', label: 'Longest unused first' },
];

/** The editions on the disk, in the order that the user chooses. */
export function EditionList({ onInvalidate }: { onInvalidate(edition: Edition): void }) {
  const [order, setOrder] = useState<Order>('size');
  const list = useInfiniteQuery(cachedEditions(order));
  const rows = list.data?.pages.flatMap(({ items }) =>
    items.map((edition) => (
      <EditionRow key={edition.key} edition={edition} onInvalidate={() => onInvalidate(edition)} />
    )),
  );
  return (
    <>
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
        none="The cache is empty. The next snapshot adds an edition."
        minWidth={880}
        list={list}
      />
    </>
  );
}

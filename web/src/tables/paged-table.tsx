import { Button, Center, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { LoadingState } from '../components/loading-state.tsx';
import { ProblemState } from '../components/problem-state.tsx';
import { type ListColumn, ListTable } from './list-table.tsx';

interface PagedTableProps {
  /** What is listed, as in "accounts". */
  what: string;
  columns: readonly ListColumn[];
  /** The rows so far; undefined while the first ones are on their way. */
  rows: readonly ReactNode[] | undefined;
  /** Said when there are none. */
  none: string;
  /** Pixels; below, the table scrolls to the side. */
  minWidth: number;
  list: {
    error: Error | null;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage(): Promise<unknown>;
    refetch(): Promise<unknown>;
  };
}

/** A list that comes page by page, with its states. */
export function PagedTable({ what, columns, rows, none, minWidth, list }: PagedTableProps) {
  if (list.error) {
    return (
      <ProblemState
        title={`The ${what} cannot be shown`}
        error={list.error}
        onRetry={() => void list.refetch()}
      />
    );
  }
  if (!rows) return <LoadingState what={what} />;
  return (
    <>
      {rows.length > 0 ? (
        <ListTable what={what} columns={columns} minWidth={minWidth}>
          {rows}
        </ListTable>
      ) : (
        <Text c="dimmed">{list.hasNextPage ? `None so far: there are more ${what} to look at.` : none}</Text>
      )}
      {list.hasNextPage && (
        <Center>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Show more
          </Button>
        </Center>
      )}
    </>
  );
}

import { Button, Center, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { LoadingState } from '../components/loading-state.tsx';
import { ProblemState } from '../components/problem-state.tsx';
import { type ListColumn, ListTable } from './list-table.tsx';

interface PagedTableProps {
  /** The name of the rows, as in "accounts". */
  what: string;
  columns: readonly ListColumn[];
  /** The rows of the pages so far; undefined while the first page loads. */
  rows: readonly ReactNode[] | undefined;
  /** The text for an empty list. */
  none: string;
  /** In pixels. On a narrower screen, the table scrolls to the side. */
  minWidth: number;
  list: {
    error: Error | null;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage(): Promise<unknown>;
    refetch(): Promise<unknown>;
  };
}

/** A list that loads page by page, with its loading, empty and error states. */
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
        <Text c="dimmed">{list.hasNextPage ? `None so far. There are more ${what} to search.` : none}</Text>
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

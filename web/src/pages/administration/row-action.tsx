import { Button } from '@mantine/core';

interface RowActionProps {
  text: string;
  /** The entry of the row, for its accessible name. */
  of: string;
  onClick(): void;
}

/** A button in a row of a list. */
export const RowAction = ({ text, of, onClick }: RowActionProps) => (
  <Button size="compact-sm" variant="default" aria-label={`${text}: ${of}`} onClick={onClick}>
    {text}
  </Button>
);

import { Text } from '@mantine/core';
import { FileSearch } from 'lucide-react';
import { useId, useState } from 'react';
import classes from './file-drop.module.css';

/** Accepts files that are dropped or chosen. A file input covers the description, so that the keyboard works, too. */
export function FileDrop({ onChoose }: { onChoose(file: File): void }) {
  const [isOver, setOver] = useState(false);
  const description = useId();
  return (
    <div className={classes.drop} data-over={isOver || undefined}>
      <FileSearch size={36} strokeWidth={1.5} aria-hidden />
      <Text fw={600}>Drop records here, or choose them</Text>
      <Text id={description} size="sm" c="dimmed">
        You can choose several PDF, JSON or CSV (zip) files. They are checked and not stored.
      </Text>
      <input
        type="file"
        multiple
        className={classes.field}
        aria-label="Records to verify"
        aria-describedby={description}
        onDragEnter={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={() => setOver(false)}
        onChange={({ currentTarget }) => {
          for (const file of currentTarget.files ?? []) onChoose(file);
          // Without this, the browser would not report a second choice of the same file.
          currentTarget.value = '';
        }}
      />
    </div>
  );
}

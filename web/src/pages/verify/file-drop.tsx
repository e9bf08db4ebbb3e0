import { Text } from '@mantine/core';
import { FileSearch } from 'lucide-react';
import { useId, useState } from 'react';
import classes from './file-drop.module.css';

/** Takes files that are dropped or chosen. It is a file field laid over its description: keys work, too. */
export function FileDrop({ onChoose }: { onChoose(file: File): void }) {
  const [isOver, setOver] = useState(false);
  const description = useId();
  return (
    <div className={classes.drop} data-over={isOver || undefined}>
      <FileSearch size={36} strokeWidth={1.5} aria-hidden />
      <Text fw={600}>Drop records here, or choose them</Text>
      <Text id={description} size="sm" c="dimmed">
        PDF, JSON or CSV (zip) files, several if you like. They are checked and not kept.
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
          // So that the same file can be chosen again.
          currentTarget.value = '';
        }}
      />
    </div>
  );
}

import { type DragEvent, type ReactNode, useState } from 'react';
import classes from './file-drop-area.module.css';

/** An area that accepts a dropped file. Its content must offer the same with a button. */
export function FileDropArea({ onDrop, children }: { onDrop(file: File): void; children: ReactNode }) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onDrop(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop needs a pointer; the button works for every user
    <div
      className={classes.place}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {children}
    </div>
  );
}

import { type DragEvent, type ReactNode, useState } from 'react';
import classes from './file-drop-area.module.css';

interface FileDropAreaProps {
  /** Called with at least one file. */
  onDrop(files: File[]): void;
  /** Whether the area has a frame only while files are over it. */
  isQuiet?: boolean;
  children: ReactNode;
}

/** An area that accepts dropped files. Its content must offer the same with a button. */
export function FileDropArea({ onDrop, isQuiet = false, children }: FileDropAreaProps) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0) onDrop(files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop needs a pointer; the button works for every user
    <div
      className={classes.place}
      data-over={isOver || undefined}
      data-quiet={isQuiet || undefined}
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

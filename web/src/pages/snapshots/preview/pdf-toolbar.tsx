import { ActionIcon, Group, NumberInput, Text } from '@mantine/core';
import { ChevronLeft, ChevronRight, type LucideIcon, MoveHorizontal, ZoomIn, ZoomOut } from 'lucide-react';
import type { PageState, PdfDocumentView } from './pdf-document-view.ts';
import classes from './pdf-preview.module.css';

interface PdfToolbarProps {
  view: PdfDocumentView | undefined;
  state: PageState | undefined;
}

/** The buttons for the page and the zoom of a preview. */
export function PdfToolbar({ view, state }: PdfToolbarProps) {
  const { page, pages, scale } = state ?? { page: 1, pages: 1, scale: 1 };
  const goTo = (wanted: number | string) => {
    if (typeof wanted === 'number' && wanted >= 1 && wanted <= pages) view?.goTo(wanted);
  };
  return (
    <Group className={classes.toolbar} role="toolbar" aria-label="Preview" justify="space-between" gap="xs">
      <Group gap="xs">
        <Tool icon={ChevronLeft} text="Previous page" isOff={page <= 1} onClick={() => goTo(page - 1)} />
        <NumberInput
          aria-label="Page"
          size="xs"
          w="3.5rem"
          hideControls
          min={1}
          max={pages}
          allowDecimal={false}
          value={page}
          onChange={goTo}
        />
        <Text size="sm">of {pages}</Text>
        <Tool icon={ChevronRight} text="Next page" isOff={page >= pages} onClick={() => goTo(page + 1)} />
      </Group>
      <Group gap="xs">
        <Tool icon={ZoomOut} text="Smaller" isOff={!view} onClick={() => view?.zoom('out')} />
        <Text size="sm" w="3rem" ta="center">
          {Math.round(scale * 100)} %
        </Text>
        <Tool icon={ZoomIn} text="Larger" isOff={!view} onClick={() => view?.zoom('in')} />
        <Tool icon={MoveHorizontal} text="Fit the width" isOff={!view} onClick={() => view?.zoom('fit')} />
      </Group>
    </Group>
  );
}

interface ToolProps {
  icon: LucideIcon;
  text: string;
  isOff: boolean;
  onClick(): void;
}

const Tool = ({ icon: Icon, text, isOff, onClick }: ToolProps) => (
  <ActionIcon variant="default" size="md" aria-label={text} title={text} disabled={isOff} onClick={onClick}>
    <Icon size={16} aria-hidden />
  </ActionIcon>
);

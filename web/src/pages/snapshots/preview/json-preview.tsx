import { List, SegmentedControl, Stack, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Name } from '../../../components/name.tsx';
import { Panel } from '../../../components/panel.tsx';

import { Sentence } from '../../../components/sentence.tsx';
import { type Decided, VerdictBadge } from '../../../components/verdict-badge.tsx';

import type { Snapshot } from '../../../snapshots/snapshot.ts';
import classes from './json-preview.module.css';

/** The part of a JSON record that the preview reads. */
interface JsonRecord {
  content: {
    room: { title: string };
    verdict: Decided & { reasons: readonly { code: string; subject: string; text: string }[] };
  };
}

const MAX_SHOWN = 200_000;

/** The verdict and the text of a JSON record. */
export default function JsonPreview({ snapshot, file }: { snapshot: Snapshot; file: Blob }) {
  const { data: text } = useSuspenseQuery({
    queryKey: ['file', snapshot.id, 'text'],
    queryFn: () => file.text(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [form, setForm] = useState('indented');
  const record: JsonRecord = JSON.parse(text);
  const { room, verdict } = record.content;
  const shown = form === 'canonical' ? text : JSON.stringify(record, null, 2);
  return (
    <Panel title="Preview">
      <Stack gap="sm">
        <Text fw={600}>
          <Name>{room.title}</Name>
        </Text>
        <div>
          <VerdictBadge {...verdict} />
        </div>
        {verdict.reasons.length > 0 && (
          <List>
            {verdict.reasons.map((reason) => (
              <List.Item key={`${reason.code} ${reason.subject} ${reason.text}`}>
                <Sentence>{reason.text}</Sentence>
              </List.Item>
            ))}
          </List>
        )}
        <SegmentedControl
          className={classes.form}
          aria-label="Form of the text"
          value={form}
          onChange={setForm}
          data={[
            { value: 'indented', label: 'Indented, to read' },
            { value: 'canonical', label: 'As it is in the file' },
          ]}
        />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area needs the focus for the keyboard */}
        <section className={classes.text} tabIndex={0} aria-label="Text of the record">
          <pre data-form={form}>{shown.slice(0, MAX_SHOWN)}</pre>
        </section>
        {shown.length > MAX_SHOWN && (
          <Text c="dimmed">Only the beginning is shown. Download the file to read all of it.</Text>
        )}
      </Stack>
    </Panel>
  );
}

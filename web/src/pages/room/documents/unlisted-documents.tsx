import { Alert, Anchor, List } from '@mantine/core';
import { FileWarning } from 'lucide-react';
import { Link } from 'wouter';
import { countText } from '../../../components/number-text.ts';
import { Sentence } from '../../../components/sentence.tsx';
import type { Room } from '../../../room/room-queries.ts';

/** What the room asks for and nobody has listed yet. */
export function UnlistedDocuments({ room: { id, verdict } }: { room: Room }) {
  const unlisted = verdict.reasons.filter(({ action }) => action === 'list_documents');
  if (unlisted.length === 0) return null;
  return (
    <Alert
      color="red"
      icon={<FileWarning aria-hidden />}
      title={`${countText(unlisted.length, 'document')} not listed`}
      p="xs"
    >
      <List size="sm">
        {unlisted.map(({ text }) => (
          <List.Item key={text}>
            <Sentence>{text}</Sentence>
          </List.Item>
        ))}
      </List>
      <Anchor component={Link} href={`/rooms/${id}/requirements`} size="sm">
        What this room asks for
      </Anchor>
    </Alert>
  );
}

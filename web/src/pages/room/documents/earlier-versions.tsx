import { List, Text } from '@mantine/core';
import { dayText } from '../../../components/day.ts';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { visibleName } from '../../../components/visible-name.ts';
import type { RoomDocument } from '../../../room/room-queries.ts';
import { documentStatusWord } from '../../../room/status-words.ts';

/** The versions that newer ones replaced, newest first, folded away. */
export function EarlierVersions({ versions }: { versions: RoomDocument['earlier_versions'] }) {
  if (versions.length === 0) return null;
  return (
    <details>
      <summary>Earlier versions ({versions.length})</summary>
      <List mt="xs" size="sm" spacing={4}>
        {versions.toReversed().map(({ version, status, file_name, uploaded_at, uploaded_by, expires_on }) => (
          <List.Item key={version}>
            Version {version}: {documentStatusWord(status).text}
            {expires_on && `, expiry ${dayText(expires_on)}`}
            <Text span display="block" size="xs" c="dimmed">
              {file_name && <bdi>{visibleName(file_name)}</bdi>}
              {uploaded_at && (
                <>
                  , <TimeStamp at={uploaded_at} />
                </>
              )}
              {uploaded_by && `, ${uploaded_by}`}
            </Text>
          </List.Item>
        ))}
      </List>
    </details>
  );
}

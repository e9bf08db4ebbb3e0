import { Anchor, Text, Title } from '@mantine/core';
import { CircleX, type LucideIcon, TriangleAlert } from 'lucide-react';
import { Link } from 'wouter';
import { daysText, dayText } from '../../../components/day.ts';
import { Panel } from '../../../components/panel.tsx';
import { Sentence } from '../../../components/sentence.tsx';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { VerdictBadge } from '../../../components/verdict-badge.tsx';
import type { Room } from '../../../room/room-queries.ts';
import classes from './verdict-panel.module.css';

type Reason = Room['verdict']['reasons'][number];

/** The verdict with its reasons. Each reason links to its document or to the approvals. */
export function VerdictPanel({ room }: { room: Room }) {
  const { outcome, reasons } = room.verdict;
  const blockers = reasons.filter(({ blocking }) => blocking);
  const subjects = reasons.filter(({ blocking }) => !blocking);
  return (
    <Panel title="Verdict" actions={<VerdictBadge outcome={outcome} />}>
      <Text c="dimmed" size="sm">
        The operation is expected to end <TimeStamp at={room.expected_end} placeZone={room.time_zone} />. With
        the margin of {daysText(room.expiry_margin_days)}, documents must be valid until{' '}
        <Text span inherit fw={650} c="var(--mantine-color-text)" style={{ whiteSpace: 'nowrap' }}>
          {dayText(room.last_day_needed)}
        </Text>
        .
      </Text>
      {reasons.length === 0 && <Text mt="sm">Nothing stands against the operation.</Text>}
      <Reasons title="Blocks the operation" icon={CircleX} tone="bad" reasons={blockers} roomId={room.id} />
      <Reasons
        title="Subjects: open, but not blocking"
        icon={TriangleAlert}
        tone="caution"
        reasons={subjects}
        roomId={room.id}
      />
    </Panel>
  );
}

interface ReasonsProps {
  title: string;
  icon: LucideIcon;
  tone: 'bad' | 'caution';
  reasons: readonly Reason[];
  roomId: string;
}

function Reasons({ title, icon: Icon, tone, reasons, roomId }: ReasonsProps) {
  if (reasons.length === 0) return null;
  return (
    <>
      <Title order={3} mt="md" mb={4}>
        {title} ({reasons.length})
      </Title>
      <ul className={classes.reasons} data-tone={tone}>
        {reasons.map((reason) => (
          <li key={`${reason.code} ${reason.document_id ?? reason.approval_id ?? reason.text}`}>
            <Icon size={16} aria-hidden />
            <ReasonText reason={reason} roomId={roomId} />
          </li>
        ))}
      </ul>
    </>
  );
}

function ReasonText({
  reason: { text, document_id, approval_id },
  roomId,
}: {
  reason: Reason;
  roomId: string;
}) {
  const place = document_id ? `documents/${document_id}` : approval_id ? 'approvals' : undefined;
  if (place === undefined) return <Sentence>{text}</Sentence>;
  return (
    <Anchor component={Link} href={`/rooms/${roomId}/${place}`}>
      <Sentence>{text}</Sentence>
    </Anchor>
  );
}

import { Group, Text, Title } from '@mantine/core';
import { daysText, dayText } from '../../../components/day.ts';
import { countText } from '../../../components/number-text.ts';
import { stagePhrase } from '../../../components/stage.ts';
import { TimeStamp } from '../../../components/time-stamp.tsx';
import { verdictWord } from '../../../components/verdict-badge.tsx';
import type { Room } from '../../../room/room-queries.ts';
import { MoveStageButton } from './move-stage-button.tsx';
import classes from './verdict-panel.module.css';

/** The outcome for the stage, in the words of the trade, with what it means. */
export function VerdictBanner({ room }: { room: Room }) {
  const { tone, icon: Icon, text } = verdictWord(room.verdict);
  return (
    <div className={classes.banner} data-tone={tone}>
      <Group justify="space-between" gap="xs">
        <Title order={2} className={classes.outcome}>
          <Icon size={26} strokeWidth={2.25} aria-hidden />
          {text}
        </Title>
        {room.permissions.includes('room.update') && <MoveStageButton room={room} />}
      </Group>
      <Text mt={4}>{summaryOf(room.verdict)}</Text>
      <Text size="sm" mt={4}>
        The operation is expected to end <TimeStamp at={room.expected_end} placeZone={room.time_zone} />. With
        the margin of {daysText(room.expiry_margin_days)}, documents must be valid until{' '}
        <Text span inherit fw={650} style={{ whiteSpace: 'nowrap' }}>
          {dayText(room.last_day_needed)}
        </Text>
        .
      </Text>
      <Meaning room={room} />
    </div>
  );
}

/** Returns the numbers of the findings as a sentence. */
function summaryOf({ reasons, due_later }: Room['verdict']): string {
  const blocking = reasons.filter((reason) => reason.blocking).length;
  const subjects = reasons.length - blocking;
  const open = [
    ...(blocking > 0 ? [countText(blocking, 'blocker')] : []),
    ...(subjects > 0 ? [countText(subjects, 'subject')] : []),
  ];
  const later = due_later.length > 0 ? ` ${due_later.length} more due at later stages.` : '';
  return `${open.length > 0 ? open.join(', ') : 'Nothing is open'}.${later}`;
}

const Meaning = ({ room }: { room: Room }) => {
  const { name, version } = room.verdict.rule_set;
  return (
    <details className={classes.meaning}>
      <summary>What this means</summary>
      <Text size="sm" mt={4}>
        The verdict is of the documentary status as the parties entered it, for {stagePhrase(room.stage)}, by
        the rules {name} {version}. It was not judged whether what a document says is true, whether the ships,
        their crews and equipment are as stated, nor weather, traffic and the place. It does not replace the
        judgement of the Masters and of the person in overall advisory control.
      </Text>
    </details>
  );
};

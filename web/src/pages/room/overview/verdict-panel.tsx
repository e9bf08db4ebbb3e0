import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Sentence } from '../../../components/sentence.tsx';
import { partiesQuery, type Room } from '../../../room/room-queries.ts';
import { useSession } from '../../../session/session.ts';
import { DueLater } from './due-later.tsx';
import { FindingList } from './finding-list.tsx';
import { groupByActor } from './findings-by-actor.ts';
import { VerdictBanner } from './verdict-banner.tsx';
import classes from './verdict-panel.module.css';

/** The verdict for the stage of the room. Its findings are grouped by who has to act. */
export function VerdictPanel({ room }: { room: Room }) {
  const { data: parties = [] } = useQuery(partiesQuery(room.id));
  const email = useSession()?.email;
  // Exceptions have a list of their own, with who, when and why.
  const findings = room.verdict.reasons.filter(({ code }) => code !== 'exception');
  const groups = groupByActor(findings, { room, parties, email });
  return (
    <section className={classes.panel} aria-label="Verdict">
      <VerdictBanner room={room} />
      <div className={classes.findings}>
        {groups.map(({ key, title, isYou, findings }) => (
          <div key={key}>
            <Title order={3} mb={4}>
              <Sentence>{`${title} (${findings.length})`}</Sentence>
            </Title>
            <FindingList roomId={room.id} findings={findings} hasActions={isYou} />
          </div>
        ))}
        <DueLater room={room} />
      </div>
    </section>
  );
}

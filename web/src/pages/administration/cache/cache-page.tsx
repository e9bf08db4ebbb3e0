import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { OutcomeNotice } from '../../../components/outcome-notice.tsx';
import { useQuestion } from '../../../components/question.ts';
import { Section } from '../../../shell/section.tsx';
import { CacheFacts } from './cache-facts.tsx';
import { CACHE } from './cache-queries.ts';
import { clearing, clockConfirmation, invalidation, roomInvalidation } from './cache-questions.ts';
import { CleanupPanel } from './cleanup-panel.tsx';
import { EditionList } from './edition-list.tsx';
import { RoomInvalidation } from './room-invalidation.tsx';
import { WarmDialog } from './warm-dialog.tsx';

/** The cache of editions, and the clean-up. */
export default function CachePage() {
  const [isWarming, warming] = useDisclosure();
  const { outcome, say, ask, dialog } = useQuestion(CACHE);
  const actions = (
    <Group gap="sm">
      <Button variant="default" onClick={warming.open}>
        Warm
      </Button>
      <Button color="red.8" onClick={() => ask(clearing)}>
        Clear the cache
      </Button>
    </Group>
  );
  return (
    <Section title="Cache" actions={actions}>
      <OutcomeNotice text={outcome} />
      <CacheFacts />
      <EditionList onInvalidate={(edition) => ask(invalidation(edition))} />
      <RoomInvalidation onInvalidate={(roomId) => ask(roomInvalidation(roomId))} />
      <CleanupPanel onConfirmClock={() => ask(clockConfirmation)} />
      <ConfirmDialog {...dialog} />
      <WarmDialog opened={isWarming} onClose={warming.close} onDone={say} />
    </Section>
  );
}

import { Anchor, Button } from '@mantine/core';
import { CircleX, TriangleAlert } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Link } from 'wouter';
import { Sentence } from '../../../components/sentence.tsx';
import type { Finding } from '../../../room/room-queries.ts';
import classes from './finding-list.module.css';
import { ACTIONS } from './findings-by-actor.ts';

interface FindingListProps {
  roomId: string;
  findings: readonly Finding[];
  /** Whether the reader is offered the actions. */
  hasActions?: boolean;
  /** Whether the findings only come up at a later stage. */
  isLater?: boolean;
}

/** Findings as a list. Each leads to the place where it is dealt with. */
export const FindingList = ({ roomId, findings, hasActions = false, isLater = false }: FindingListProps) => (
  <ul className={classes.findings} data-actions={hasActions || undefined}>
    {findings.map((finding) => (
      <li key={`${finding.code} ${finding.document_id ?? finding.approval_id ?? ''} ${finding.text}`}>
        <Mark isBlocking={finding.blocking} isLater={isLater} />
        <FindingText finding={finding} roomId={roomId} />
        {hasActions && <FindingAction finding={finding} roomId={roomId} />}
      </li>
    ))}
  </ul>
);

const Mark = ({ isBlocking, isLater }: { isBlocking: boolean; isLater: boolean }) => {
  const Icon = isBlocking ? CircleX : TriangleAlert;
  const label = isLater ? undefined : isBlocking ? 'Blocks:' : 'Subject:';
  return (
    <Icon
      size={16}
      data-tone={isLater ? 'quiet' : isBlocking ? 'bad' : 'caution'}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  );
};

function FindingText({ finding, roomId }: { finding: Finding; roomId: string }) {
  const address = addressOf(finding, roomId);
  const text = <Sentence>{finding.text}</Sentence>;
  if (address === undefined) return <span>{text}</span>;
  return (
    <Anchor component={Way} href={address}>
      {text}
    </Anchor>
  );
}

function FindingAction({ finding, roomId }: { finding: Finding; roomId: string }) {
  const { action, subject } = finding;
  const address = addressOf(finding, roomId);
  if (action === null || address === undefined) return null;
  const { text } = ACTIONS[action];
  return (
    <Button
      component={Way}
      href={address}
      size="compact-sm"
      variant="default"
      aria-label={`${text}: ${subject}`}
    >
      {text}
    </Button>
  );
}

/** A link. The browser itself goes to a place in the page. */
const Way = ({ href, ...props }: ComponentProps<'a'> & { href: string }) =>
  href.startsWith('#') ? <a href={href} {...props} /> : <Link href={href} {...props} />;

/** Returns the address of the place where a finding is dealt with. */
function addressOf({ action, document_id, approval_id }: Finding, roomId: string): string | undefined {
  const home = `/rooms/${roomId}`;
  if (document_id) return `${home}/documents/${document_id}`;
  if (approval_id || action === 'ask_for_approval') return `${home}/approvals`;
  if (action === 'list_documents') return `${home}/requirements`;
  if (action === 'state_dimensions') return '#compatibility';
  return action === 'name_vessels' || action === 'correct_vessel' ? '#vessels' : undefined;
}

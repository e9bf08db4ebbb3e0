import { Alert } from '@mantine/core';
import { CircleCheck } from 'lucide-react';
import classes from './outcome-notice.module.css';
import { Sentence } from './sentence.tsx';

/** Reports a result. The element always exists, because screen readers announce only changes of existing ones. */
export const OutcomeNotice = ({ text }: { text: string | null }) => (
  <div role="status" className={classes.notice}>
    {text !== null && (
      <Alert color="green" icon={<CircleCheck aria-hidden />}>
        <Sentence>{text}</Sentence>
      </Alert>
    )}
  </div>
);

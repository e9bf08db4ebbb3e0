import { Alert } from '@mantine/core';
import { CircleCheck } from 'lucide-react';
import classes from './outcome-notice.module.css';

/** Says that something was done, to those who see and those who hear. Always there, so that what it says is heard. */
export const OutcomeNotice = ({ text }: { text: string | null }) => (
  <div role="status" className={classes.notice}>
    {text !== null && (
      <Alert color="green" icon={<CircleCheck aria-hidden />}>
        {text}
      </Alert>
    )}
  </div>
);

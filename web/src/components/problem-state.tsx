import { Alert, Button, Stack, Text } from '@mantine/core';
import { CircleAlert } from 'lucide-react';

interface ProblemStateProps {
  /** What did not work. */
  title: string;
  /** Why: the text of an `ApiProblem` says what to do. */
  error: Error;
  /** Left out where trying again cannot help. */
  onRetry?: (() => void) | undefined;
}

/** Shown in the place of what could not be had. */
export const ProblemState = ({ title, error, onRetry }: ProblemStateProps) => (
  <Alert role="alert" color="red" icon={<CircleAlert aria-hidden />} title={title} className="problem">
    <Stack align="flex-start" gap="sm">
      <Text>{error.message}</Text>
      {onRetry && (
        <Button size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Stack>
  </Alert>
);

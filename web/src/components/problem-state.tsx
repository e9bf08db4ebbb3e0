import { Alert, Button, Stack, Text } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { Sentence } from './sentence.tsx';

interface ProblemStateProps {
  /** What failed. */
  title: string;
  /** The reason. The message of an `ApiProblem` says what to do. */
  error: Error;
  /** Left out if a retry cannot succeed. */
  onRetry?: (() => void) | undefined;
}

/** The text in place of content that failed to load. */
export const ProblemState = ({ title, error, onRetry }: ProblemStateProps) => (
  <Alert role="alert" color="red" icon={<CircleAlert aria-hidden />} title={title}>
    <Stack align="flex-start" gap="sm">
      <Text>
        <Sentence>{error.message}</Sentence>
      </Text>
      {onRetry && (
        <Button size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Stack>
  </Alert>
);

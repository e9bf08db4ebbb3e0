import { Center, Loader, Stack, Text, VisuallyHidden } from '@mantine/core';

/** The text while data load. @param what as in "Loading rooms" */
export const LoadingState = ({ what }: { what: string }) => (
  <Center mih={240} role="status">
    <Stack align="center" gap="sm" aria-hidden>
      <Loader type="dots" />
      <Text c="dimmed">Loading {what} …</Text>
    </Stack>
    <VisuallyHidden>Loading {what}</VisuallyHidden>
  </Center>
);

import { Group, Radio, Stack, Text } from '@mantine/core';
import classes from './snapshot-type-choice.module.css';
import { SNAPSHOT_TYPES } from './snapshot-types.ts';

interface SnapshotTypeChoiceProps {
  value?: string;
  onChange?(type: string): void;
}

/** A choice of the file type, with the purpose of each type. */
export const SnapshotTypeChoice = ({ value, onChange }: SnapshotTypeChoiceProps) => (
  <Radio.Group label="Type" {...(value !== undefined && { value })} {...(onChange && { onChange })}>
    <Stack gap="xs" mt="xs">
      {Object.entries(SNAPSHOT_TYPES).map(([type, { name, icon: Icon, purpose }]) => (
        <Radio.Card key={type} value={type} className={classes.type} p="xs">
          <Group wrap="nowrap" gap="sm">
            <Radio.Indicator />
            <Icon size={20} aria-hidden className={classes.icon} />
            <div>
              <Text fw={600}>{name}</Text>
              <Text size="sm" c="dimmed">
                {purpose}
              </Text>
            </div>
          </Group>
        </Radio.Card>
      ))}
    </Stack>
  </Radio.Group>
);

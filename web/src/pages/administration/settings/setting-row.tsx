import { Table, Text } from '@mantine/core';
import type { Settings } from './settings-query.ts';

type Setting = Settings['settings'][number];

export const SETTING_COLUMNS = ['Setting', 'Value', 'Default', 'Meaning'];

export const SettingRow = ({ setting }: { setting: Setting }) => (
  <Table.Tr>
    <Table.Td>
      <code>{setting.name}</code>
    </Table.Td>
    <Table.Td fw={setting.is_set ? 650 : undefined}>{describeValue(setting)}</Table.Td>
    <Table.Td>{setting.default ?? '–'}</Table.Td>
    <Table.Td>
      {setting.meaning}
      <Text size="xs" c="dimmed">
        {setting.allowed}
      </Text>
    </Table.Td>
  </Table.Tr>
);

function describeValue({ is_secret, is_set, value }: Setting): string {
  if (is_secret) return is_set ? 'Set (secret)' : 'Unset';
  return value ?? 'Unset';
}

import { Text } from '@mantine/core';
import { type ListColumn, ListRow } from '../../../tables/list-table.tsx';
import classes from './setting-row.module.css';
import type { Settings } from './settings-query.ts';

type Setting = Settings['settings'][number];

export const SETTING_COLUMNS: readonly ListColumn[] = [
  { name: 'Setting' },
  { name: 'Value' },
  { name: 'Default' },
  { name: 'Meaning' },
];

export const SettingRow = ({ setting }: { setting: Setting }) => (
  <ListRow
    columns={SETTING_COLUMNS}
    cells={[
      <code key="name">{setting.name}</code>,
      <span key="value" className={classes.value} data-set={setting.is_set || undefined}>
        {describeValue(setting)}
      </span>,
      <span key="default" className={classes.value}>
        {setting.default ?? '–'}
      </span>,
      <Meaning key="meaning" setting={setting} />,
    ]}
  />
);

const Meaning = ({ setting: { meaning, allowed } }: { setting: Setting }) => (
  <>
    {meaning}
    <Text size="xs" c="dimmed">
      {allowed}
    </Text>
  </>
);

function describeValue({ is_secret, is_set, value }: Setting): string {
  if (is_secret) return is_set ? 'Set (secret)' : 'Unset';
  return value ?? 'Unset';
}

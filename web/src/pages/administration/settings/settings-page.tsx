import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Facts } from '../../../components/facts.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { Section } from '../../../shell/section.tsx';
import { ListTable } from '../../../tables/list-table.tsx';
import { SETTING_COLUMNS, SettingRow } from './setting-row.tsx';
import { type Settings, settingsQuery } from './settings-query.ts';

/** The version of the server, and the settings in force. */
export default function SettingsPage() {
  const { data, error, refetch } = useQuery(settingsQuery);
  return (
    <Section title="Settings">
      {error && (
        <ProblemState title="The settings cannot be shown" error={error} onRetry={() => void refetch()} />
      )}
      {!data && !error && <LoadingState what="settings" />}
      {data && (
        <>
          <Panel title="About this server">
            <Facts facts={factsOf(data)} />
          </Panel>
          <Text size="sm" c="dimmed">
            The server reads its settings from the environment when it starts. Values that were set are bold.
            Secrets are never shown.
          </Text>
          <ListTable what="settings" columns={SETTING_COLUMNS} minWidth={820}>
            {data.settings.map((setting) => (
              <SettingRow key={setting.name} setting={setting} />
            ))}
          </ListTable>
        </>
      )}
    </Section>
  );
}

const ENGINES: Record<string, string> = { embedded: 'Embedded PostgreSQL', server: 'PostgreSQL server' };

const factsOf = ({ version, node_version, database_engine, listens_on, public_url }: Settings) => [
  { name: 'Version', value: `Roomshot ${version}` },
  { name: 'Database', value: ENGINES[database_engine] ?? database_engine },
  { name: 'Listens on', value: listens_on.join(', ') },
  { name: 'Public address', value: public_url },
  { name: 'Node.js', value: node_version },
];

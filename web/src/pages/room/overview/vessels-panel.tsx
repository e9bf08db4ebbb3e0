import { Alert, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Name } from '../../../components/name.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { type Room, type Vessel, vesselsQuery } from '../../../room/room-queries.ts';
import { AddVesselButton, VesselActions } from './vessel-actions.tsx';
import { compareVessels } from './vessel-comparison.ts';
import classes from './vessels-panel.module.css';

/** The vessels of the operation, side by side. */
export function VesselsPanel({ room }: { room: Room }) {
  const { data: vessels, error, refetch } = useQuery(vesselsQuery(room.id));
  return (
    <Panel
      title="Vessels"
      actions={room.permissions.includes('vessel.write') && <AddVesselButton roomId={room.id} />}
    >
      {error && (
        <ProblemState title="The vessels cannot be shown" error={error} onRetry={() => void refetch()} />
      )}
      {!vessels && !error && <LoadingState what="vessels" />}
      {vessels?.length === 0 && <Text c="dimmed">There are no vessels yet.</Text>}
      {vessels && vessels.length > 0 && <Comparison room={room} vessels={vessels} />}
    </Panel>
  );
}

function Comparison({ room, vessels }: { room: Room; vessels: readonly Vessel[] }) {
  const warnings = vessels.flatMap(({ label, warnings }) => warnings.map((text) => `${label}: ${text}`));
  return (
    <Stack gap="sm">
      {warnings.map((text) => (
        <Alert key={text} color="yellow" icon={<TriangleAlert aria-hidden />} p="xs">
          {text}
        </Alert>
      ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area needs the focus for the keyboard */}
      <section className={classes.scroll} aria-label="Vessels side by side" tabIndex={0}>
        <Table
          className={classes.table}
          data-pair={vessels.length <= 2 || undefined}
          horizontalSpacing="sm"
          verticalSpacing={5}
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Td />
              {vessels.map((vessel) => (
                <Table.Th key={vessel.id} scope="col">
                  <Name>{vessel.label}</Name>
                  <VesselActions room={room} vessel={vessel} />
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {compareVessels(vessels).map(({ name, values }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{name}</Table.Th>
                {vessels.map(({ id }, n) => (
                  <Table.Td key={id}>
                    <Value text={values[n] ?? null} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </Stack>
  );
}

const Value = ({ text }: { text: string | null }) =>
  text === null ? (
    <Text span c="dimmed">
      –
    </Text>
  ) : (
    <Name>{text}</Name>
  );

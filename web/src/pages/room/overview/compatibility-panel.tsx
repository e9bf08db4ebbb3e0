import { Anchor, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Name } from '../../../components/name.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { statedText } from '../../../room/fields.ts';
import { type Compatibility, compatibilityQuery } from '../../../room/room-queries.ts';
import classes from './compatibility-panel.module.css';
import { JudgementBadge } from './judgement-badge.tsx';

type Fact = Compatibility['facts'][number];

/** The two vessels that come alongside, fact by fact, with the differences that limits judge. */
export function CompatibilityPanel({ roomId }: { roomId: string }) {
  const { data, error, refetch } = useQuery(compatibilityQuery(roomId));
  return (
    <Panel title="Compatibility">
      {error && (
        <ProblemState title="The vessels cannot be compared" error={error} onRetry={() => void refetch()} />
      )}
      {!data && !error && <LoadingState what="the comparison" />}
      {data?.vessels.length === 0 && (
        <Text c="dimmed">
          Two vessels are compared here when the room has them, and says which one discharges and which one
          receives.
        </Text>
      )}
      {data && data.vessels.length > 0 && <Comparison compatibility={data} />}
    </Panel>
  );
}

function Comparison({ compatibility: { vessels, facts } }: { compatibility: Compatibility }) {
  return (
    <Stack gap="sm">
      <Text size="sm">{summaryOf(facts)}</Text>
      <Table className={classes.table} horizontalSpacing="sm" verticalSpacing={5} aria-label="Compatibility">
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {vessels.map(({ id, label }) => (
              <Table.Th key={id} scope="col">
                <Name>{label}</Name>
              </Table.Th>
            ))}
            <Table.Th scope="col" className={classes.difference}>
              Difference
            </Table.Th>
            <Table.Th scope="col" className={classes.judgement}>
              Judgement
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {facts.map((fact) => (
            <FactRow key={fact.fact} fact={fact} vessels={vessels} />
          ))}
        </Table.Tbody>
      </Table>
      <Limits facts={facts} />
    </Stack>
  );
}

const FactRow = ({ fact, vessels }: { fact: Fact; vessels: Compatibility['vessels'] }) => (
  <Table.Tr data-judgement={fact.judgement}>
    <Table.Th scope="row">{fact.label}</Table.Th>
    {vessels.map(({ id }, n) => (
      <Table.Td key={id}>
        {amountOf(fact, fact.values[n] ?? null) ?? (
          <Text span c="dimmed" size="sm">
            Not stated
          </Text>
        )}
      </Table.Td>
    ))}
    <Table.Td className={classes.difference}>{amountOf(fact, fact.difference)}</Table.Td>
    <Table.Td className={classes.judgement}>
      {fact.judgement !== 'not_judged' && (
        <>
          <JudgementBadge judgement={fact.judgement} />
          <span className={classes.limit}>{fact.limit}</span>
        </>
      )}
    </Table.Td>
  </Table.Tr>
);

const amountOf = ({ unit }: Fact, value: number | null): string | null =>
  statedText({ name: 'value', label: '', kind: 'number', ...(unit && { unit }) }, { value });

/** The sources of the limits, folded away: they are the same in every room. */
function Limits({ facts }: { facts: readonly Fact[] }) {
  const sources = Map.groupBy(
    facts.filter(({ source }) => source !== null),
    ({ source }) => source,
  );
  return (
    <details className={classes.sources}>
      <summary>
        <Anchor component="span" size="sm">
          Where the limits are from
        </Anchor>
      </summary>
      <ul>
        {[...sources].map(([source, own]) => (
          <li key={source}>
            {own.map(({ label }) => label).join('; ')}: {source}.
          </li>
        ))}
      </ul>
      <p>
        (?) marks what an expert should confirm. Facts without a limit are for the superintendent to judge.
      </p>
    </details>
  );
}

function summaryOf(facts: readonly Fact[]): string {
  const judged = facts.filter(({ judgement }) => judgement !== 'not_judged');
  const count = (judgement: Fact['judgement']) =>
    judged.filter((fact) => fact.judgement === judgement).length;
  const [outside, unstated] = [count('outside_limit'), count('not_stated')];
  if (outside + unstated === 0) return `All ${judged.length} facts with a limit are within it.`;
  const open = [
    ...(outside > 0 ? [`${outside} outside the limit`] : []),
    ...(unstated > 0 ? [`${unstated} not stated`] : []),
  ];
  return `Of ${judged.length} facts with a limit, ${open.join(' and ')}.`;
}

import { Anchor, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { Link } from 'wouter';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Name } from '../../../components/name.tsx';
import { OutcomeNotice } from '../../../components/outcome-notice.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { useQuestion } from '../../../components/question.ts';
import { sentenceCase } from '../../../components/sentence-case.ts';
import { TEMPLATES, type Template, templatesQuery } from '../../../room/templates.ts';
import { Section } from '../../../shell/section.tsx';
import { ListRow, ListTable } from '../../../tables/list-table.tsx';
import { RowAction } from '../row-action.tsx';
import { NewTemplateDialog } from './new-template-dialog.tsx';
import { OriginBadge } from './origin-badge.tsx';
import { removal } from './template-questions.ts';

const COLUMNS = [
  { name: 'Name' },
  { name: 'Trade' },
  { name: 'Region' },
  { name: 'Documents', isNumber: true },
  { name: 'Origin' },
  { name: 'Actions' },
];

/** The templates from which brokers open rooms. */
export default function TemplatesPage() {
  const { data: templates, error, refetch } = useQuery(templatesQuery);
  const [isCreating, creator] = useDisclosure();
  const { outcome, ask, dialog } = useQuestion(TEMPLATES);
  return (
    <Section
      title="Templates"
      actions={
        <Button leftSection={<Plus size={18} aria-hidden />} onClick={creator.open} disabled={!templates}>
          New template
        </Button>
      }
    >
      <Text c="dimmed">
        A room that is opened from a template asks for its documents. A change of a template does not change
        rooms.
      </Text>
      <OutcomeNotice text={outcome} />
      {error && (
        <ProblemState title="The templates cannot be shown" error={error} onRetry={() => void refetch()} />
      )}
      {!templates && !error && <LoadingState what="templates" />}
      {templates?.length === 0 && (
        <Text c="dimmed">There is no template. Rooms can be opened without one.</Text>
      )}
      {templates && templates.length > 0 && (
        <TemplateTable templates={templates} onRemove={(template) => ask(removal(template))} />
      )}
      {isCreating && templates && <NewTemplateDialog templates={templates} onClose={creator.close} />}
      <ConfirmDialog {...dialog} />
    </Section>
  );
}

interface TemplateTableProps {
  templates: readonly Template[];
  onRemove(template: Template): void;
}

const TemplateTable = ({ templates, onRemove }: TemplateTableProps) => (
  <ListTable what="templates" columns={COLUMNS} minWidth={820}>
    {templates.map((template) => (
      <ListRow
        key={template.code}
        columns={COLUMNS}
        cells={[
          <Anchor key="name" component={Link} href={`/admin/templates/${template.code}`} fw={600}>
            <Name>{template.name}</Name>
          </Anchor>,
          sentenceCase(template.trade),
          template.region && <Name key="region">{template.region}</Name>,
          template.requirements.length,
          <OriginBadge key="origin" origin={template.origin} />,
          <Group key="actions" gap={4}>
            <RowAction text="Remove" of={template.name} onClick={() => onRemove(template)} />
          </Group>,
        ]}
      />
    ))}
  </ListTable>
);

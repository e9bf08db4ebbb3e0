import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { Name } from '../../../components/name.tsx';
import { OutcomeNotice } from '../../../components/outcome-notice.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useQuestion } from '../../../components/question.ts';
import { sentenceCase } from '../../../components/sentence-case.ts';
import { documentTypesQuery } from '../../../room/document-types.ts';
import { shownText, stageText, weightText } from '../../../room/requirement-form.ts';
import { TEMPLATES, type Template } from '../../../room/templates.ts';
import { ListRow, ListTable } from '../../../tables/list-table.tsx';
import { RowAction } from '../row-action.tsx';
import { RequirementDialog } from './requirement-dialog.tsx';
import type { TemplateRequirement } from './template-changes.ts';
import { requirementRemoval } from './template-questions.ts';

const COLUMNS = ['Document', 'Belongs to', 'Due by', 'Counts as', 'Has to show', 'Actions'].map((name) => ({
  name,
}));

/** What a template asks for. */
export function TemplateRequirements({ template }: { template: Template }) {
  const { code, requirements } = template;
  const { data: types = [] } = useQuery(documentTypesQuery);
  const [edited, setEdited] = useState<TemplateRequirement | 'new'>();
  const { outcome, ask, dialog } = useQuestion(TEMPLATES);
  const nameOf = (typeCode: string) => types.find((type) => type.code === typeCode)?.name ?? typeCode;
  return (
    <Panel
      title={`Document types (${requirements.length})`}
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={15} aria-hidden />}
          onClick={() => setEdited('new')}
        >
          Ask for a document type
        </Button>
      }
    >
      <OutcomeNotice text={outcome} />
      <ListTable what="document types" columns={COLUMNS} minWidth={900}>
        {requirements.map((requirement) => {
          const name = nameOf(requirement.type_code);
          return (
            <ListRow
              key={requirement.type_code}
              columns={COLUMNS}
              cells={[
                <Name key="name">{name}</Name>,
                sentenceCase(requirement.applies_to),
                stageText(requirement),
                weightText(requirement),
                shownText(requirement),
                <Group key="actions" gap={4} wrap="nowrap">
                  <RowAction text="Edit" of={name} onClick={() => setEdited(requirement)} />
                  {requirements.length > 1 && (
                    <RowAction
                      text="Remove"
                      of={name}
                      onClick={() => ask(requirementRemoval(code, requirement.type_code, name))}
                    />
                  )}
                </Group>,
              ]}
            />
          );
        })}
      </ListTable>
      {edited && (
        <RequirementDialog
          template={template}
          types={types}
          edited={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
      <ConfirmDialog {...dialog} />
    </Panel>
  );
}

import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Name } from '../../../components/name.tsx';
import { OutcomeNotice } from '../../../components/outcome-notice.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { sentenceCase } from '../../../components/sentence-case.ts';
import { type DocumentType, documentTypesQuery } from '../../../room/document-types.ts';
import { shownText, stageText, weightText } from '../../../room/requirement-form.ts';
import { Section } from '../../../shell/section.tsx';
import { ListRow, ListTable } from '../../../tables/list-table.tsx';
import { RowAction } from '../row-action.tsx';
import { DocumentTypeDialog } from './document-type-dialog.tsx';

const COLUMNS = ['Name', 'Category', 'Belongs to', 'Due by', 'Counts as', 'Has to show', 'Actions'].map(
  (name) => ({ name }),
);

/** The types of documents that rooms can ask for, with the values that a room starts with. */
export default function DocumentTypesPage() {
  const { data: types, error, refetch } = useQuery(documentTypesQuery);
  const [edited, setEdited] = useState<DocumentType | 'new'>();
  const [outcome, setOutcome] = useState<string | null>(null);
  return (
    <Section
      title="Document types"
      actions={
        <Button leftSection={<Plus size={18} aria-hidden />} onClick={() => setEdited('new')}>
          New document type
        </Button>
      }
    >
      <Text c="dimmed">
        A room starts with these values, and then has its own. A change does not change what rooms and
        templates ask for.
      </Text>
      <OutcomeNotice text={outcome} />
      {error && (
        <ProblemState
          title="The document types cannot be shown"
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!types && !error && <LoadingState what="document types" />}
      {types && (
        <ListTable what="document types" columns={COLUMNS} minWidth={900}>
          {types.map((type) => (
            <ListRow
              key={type.code}
              columns={COLUMNS}
              cells={[
                <TypeName key="name" type={type} />,
                sentenceCase(type.category),
                sentenceCase(type.applies_to),
                stageText(type),
                weightText(type),
                shownText(type),
                <RowAction key="actions" text="Edit" of={type.name} onClick={() => setEdited(type)} />,
              ]}
            />
          ))}
        </ListTable>
      )}
      {edited && (
        <DocumentTypeDialog
          type={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
          onSaved={setOutcome}
        />
      )}
    </Section>
  );
}

const TypeName = ({ type: { code, name } }: { type: DocumentType }) => (
  <>
    <strong>
      <Name>{name}</Name>
    </strong>
    <Text span size="xs" c="dimmed" display="block">
      {code}
    </Text>
  </>
);

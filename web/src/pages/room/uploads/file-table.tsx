import { Checkbox, NativeSelect, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { CircleCheck } from 'lucide-react';
import { fieldErrors } from '../../../api/api-problem.ts';
import { fileSizeText } from '../../../components/file-size.ts';
import { isolated, Sentence } from '../../../components/sentence.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { visibleName } from '../../../components/visible-name.ts';
import type { Option } from '../../../room/fields.ts';
import type { RoomDocument } from '../../../room/room-queries.ts';
import { documentStatusWord } from '../../../room/status-words.ts';
import { ListRow, ListTable } from '../../../tables/list-table.tsx';
import type { FileRow } from './file-rows.ts';

const COLUMNS = ['File', 'Document', 'Number', 'Issued', 'Expiry', 'No expiry'].map((name) => ({
  name,
}));

type Form = UseFormReturnType<{ rows: FileRow[] }>;

interface FileTableProps {
  form: Form;
  documents: readonly RoomDocument[];
  /** The ids of the documents whose files are uploaded. */
  done: ReadonlySet<string>;
  problems: ReadonlyMap<string, Error>;
}

/** The files, each with the document that it is for and what it states. */
export function FileTable({ form, documents, done, problems }: FileTableProps) {
  const options = [{ value: '', label: 'Do not upload' }, ...documents.map(optionOf)];
  return (
    <ListTable what="files" columns={COLUMNS} minWidth={860}>
      {form.values.rows.map((row, index) => (
        <FileTableRow
          // biome-ignore lint/suspicious/noArrayIndexKey: two files can have one name, and rows never move
          key={index}
          form={form}
          index={index}
          // A document takes one file.
          options={options.filter(({ value }) => value === row.document || !done.has(value))}
          document={documents.find(({ id }) => id === row.document)}
          isDone={done.has(row.document)}
          problem={problems.get(row.document)}
        />
      ))}
    </ListTable>
  );
}

const optionOf = ({ id, type_name, vessel_name, status }: RoomDocument): Option => ({
  value: id,
  label: `${isolated(type_name)}${vessel_name ? ` of ${isolated(vessel_name)}` : ''} (${documentStatusWord(status).text.toLowerCase()})`,
});

interface FileTableRowProps {
  form: Form;
  index: number;
  options: readonly Option[];
  /** The document that the file is for, if one is chosen. */
  document: RoomDocument | undefined;
  isDone: boolean;
  problem: Error | undefined;
}

function FileTableRow({ form, index, options, document, isDone, problem }: FileTableRowProps) {
  const { file, facts } = form.values.rows[index] as FileRow;
  const errors = fieldErrors(problem);
  const shared = { size: 'xs', disabled: isDone } as const;
  const fact = (name: string) => ({
    ...shared,
    ...form.getInputProps(`rows.${index}.facts.${name}`),
    error: errors[name],
  });
  const canExpire = document?.expires ?? true;
  const expiry = (
    <TextInput key="expiry" type="date" aria-label={`Expiry of ${file.name}`} {...fact('expires_on')} />
  );
  const noExpiry = (
    <Checkbox
      key="none"
      aria-label={`${file.name} states no expiry`}
      {...shared}
      checked={facts.no_expiry_stated === 'true'}
      onChange={({ currentTarget }) =>
        form.setFieldValue(`rows.${index}.facts.no_expiry_stated`, String(currentTarget.checked))
      }
    />
  );
  return (
    <ListRow
      columns={COLUMNS}
      cells={[
        <FileCell key="file" file={file} isDone={isDone} problem={problem} />,
        <NativeSelect
          key="document"
          aria-label={`Document of ${file.name}`}
          data={[...options]}
          data-autofocus={index === 0 || undefined}
          {...shared}
          {...form.getInputProps(`rows.${index}.document`)}
        />,
        <TextInput key="number" aria-label={`Number of ${file.name}`} {...fact('certificate_number')} />,
        <TextInput key="issued" type="date" aria-label={`Issue of ${file.name}`} {...fact('issued_on')} />,
        canExpire && expiry,
        canExpire && noExpiry,
      ]}
    />
  );
}

interface FileCellProps {
  file: File;
  isDone: boolean;
  problem: Error | undefined;
}

const FileCell = ({ file, isDone, problem }: FileCellProps) => (
  <>
    <Text span size="sm" fw={600} dir="auto">
      {visibleName(file.name)}
    </Text>
    <Text span size="xs" c="dimmed" display="block">
      {fileSizeText(file.size)}
    </Text>
    {isDone && (
      <StatusBadge tone="good" icon={CircleCheck}>
        Uploaded
      </StatusBadge>
    )}
    {problem && (
      <Text span size="sm" c="var(--bad)" fw={600} display="block" role="alert">
        <Sentence>{problem.message}</Sentence>
      </Text>
    )}
  </>
);

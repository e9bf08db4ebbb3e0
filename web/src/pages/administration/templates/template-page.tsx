import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { Facts } from '../../../components/facts.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { TEMPLATE_FIELDS } from '../../../contract/form-fields.ts';
import { statedText } from '../../../room/fields.ts';
import { TEMPLATES, type Template, templateQuery } from '../../../room/templates.ts';
import { Section } from '../../../shell/section.tsx';
import { EntryDialog } from '../entry-dialog.tsx';
import { OriginBadge } from './origin-badge.tsx';
import { changeTemplate } from './template-changes.ts';
import { TemplateRequirements } from './template-requirements.tsx';

/** One template: its facts, and what a room asks for that is opened from it. */
export default function TemplatePage({ code }: { code: string }) {
  const { data: template, error, refetch } = useQuery(templateQuery(code));
  return (
    <Section title="Templates" heading={template?.name ?? 'Template'}>
      {error && (
        <ProblemState title="The template cannot be shown" error={error} onRetry={() => void refetch()} />
      )}
      {!template && !error && <LoadingState what="template" />}
      {template && (
        <Stack gap="md">
          <Group gap="xs">
            <OriginBadge origin={template.origin} />
            <Text c="dimmed">Code: {template.code}</Text>
          </Group>
          <TemplateFacts template={template} />
          <TemplateRequirements template={template} />
        </Stack>
      )}
    </Section>
  );
}

function TemplateFacts({ template }: { template: Template }) {
  const [opened, { open, close }] = useDisclosure();
  const facts = TEMPLATE_FIELDS.filter(({ name }) => name !== 'name').map((field) => ({
    name: field.label,
    isWide: field.kind === 'text',
    value: statedText(field, template),
  }));
  return (
    <Panel
      title="Facts"
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<Pencil size={15} aria-hidden />}
          aria-label="Edit the facts"
          onClick={open}
        >
          Edit
        </Button>
      }
    >
      <Facts facts={facts} />
      {opened && (
        <EntryDialog
          title={`Edit ${template.name}`}
          submit="Save"
          hint="A room takes these over when it is opened."
          fields={TEMPLATE_FIELDS}
          entry={template}
          stale={TEMPLATES}
          save={(facts) => changeTemplate(template.code, facts)}
          onClose={close}
        />
      )}
    </Panel>
  );
}

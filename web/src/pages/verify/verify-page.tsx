import { Code, Stack, Text, VisuallyHidden } from '@mantine/core';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProblemState } from '../../components/problem-state.tsx';
import { isolated } from '../../components/sentence.tsx';
import { Page } from '../../shell/page.tsx';
import { CONCLUSIONS } from '../../verification/conclusions.ts';
import { VerificationResult } from '../../verification/verification-result.tsx';
import { FileDrop } from './file-drop.tsx';
import { useVerifications, type VerifiedFile } from './use-verifications.ts';

export default function VerifyPage() {
  const { files, verify } = useVerifications();
  return (
    <Page title="Verify a record">
      <Stack maw={860} w="100%">
        <Text>
          Every record is sealed with a digital signature. Check here whether a file is an unchanged record of
          this installation. You need no account.
        </Text>
        <FileDrop onChoose={verify} />
        <VisuallyHidden role="status">{files[0] && outcomeOf(files[0])}</VisuallyHidden>
        {files.map((file) => (
          <FileOutcome key={file.key} file={file} />
        ))}
        <Text size="sm" c="dimmed">
          You can also verify a file on the command line, without this server. You need the file and the
          certificate of the signer: <Code>roomshot verify FILE --certificate signing-certificate.pem</Code>
        </Text>
      </Stack>
    </Page>
  );
}

/** Returns the result as a sentence for screen readers. */
function outcomeOf({ name, verification, error }: VerifiedFile): string {
  if (error) return `${isolated(name)} was not verified.`;
  return verification
    ? `${isolated(name)}: ${CONCLUSIONS[verification.conclusion].title}`
    : `Verifying ${isolated(name)}`;
}

const FileOutcome = ({ file: { name, verification, error } }: { file: VerifiedFile }) => (
  <Panel title={name}>
    {error && <ProblemState title="The file was not verified" error={error} />}
    {verification && <VerificationResult verification={verification} />}
    {!error && !verification && <LoadingState what="result" />}
  </Panel>
);

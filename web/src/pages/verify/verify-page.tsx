import { Code, Stack, Text, VisuallyHidden } from '@mantine/core';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProblemState } from '../../components/problem-state.tsx';
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
          Every record is sealed with a digital signature. Here anybody can see whether a file is a record of
          this installation and has not been changed since.
        </Text>
        <FileDrop onChoose={verify} />
        <VisuallyHidden role="status">{files[0] && outcomeOf(files[0])}</VisuallyHidden>
        {files.map((file) => (
          <FileOutcome key={file.key} file={file} />
        ))}
        <Text size="sm" c="dimmed">
          The command line verifies too, without this server, with the file and the certificate of the signer:{' '}
          <Code>roomshot verify FILE --certificate signing-certificate.pem</Code>
        </Text>
      </Stack>
    </Page>
  );
}

/** In a few words, for those who do not see it. */
function outcomeOf({ name, verification, error }: VerifiedFile): string {
  if (error) return `${name} was not verified.`;
  return verification ? `${name}: ${CONCLUSIONS[verification.conclusion].title}` : `Verifying ${name}`;
}

const FileOutcome = ({ file: { name, verification, error } }: { file: VerifiedFile }) => (
  <Panel title={name}>
    {error && <ProblemState title="The file was not verified" error={error} />}
    {verification && <VerificationResult verification={verification} />}
    {!error && !verification && <LoadingState what="result" />}
  </Panel>
);

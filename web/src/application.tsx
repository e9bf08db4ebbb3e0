import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { queryClient } from './api/query-client.ts';
import { Routes } from './routes.tsx';
import { styleNonce } from './theme/style-nonce.ts';
import { cssVariables, theme } from './theme/theme.ts';

export const Application = () => (
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariables}
    defaultColorScheme="auto"
    getStyleNonce={styleNonce}
  >
    <QueryClientProvider client={queryClient}>
      <Routes />
    </QueryClientProvider>
  </MantineProvider>
);

import '@fontsource-variable/source-sans-3/index.css';
import '@mantine/core/styles.layer.css';
import './theme/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Application } from './application.tsx';
import { styleNonce } from './theme/style-nonce.ts';

// Where the dialogs' scroll lock looks for the nonce of its style element.
Object.assign(window, { __webpack_nonce__: styleNonce() });

const element = document.getElementById('application');
if (!element) throw new Error('The page has no place for the application.');
createRoot(element).render(
  <StrictMode>
    <Application />
  </StrictMode>,
);

// Hundreds of rules, more bytes than all other styles together: after the font that every page is set in.
void Promise.allSettled([document.fonts.load("1em 'Source Sans 3 Variable'")]).then(
  () => import('./theme/other-scripts.ts'),
);

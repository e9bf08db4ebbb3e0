import '@fontsource-variable/source-sans-3/index.css';
import '@mantine/core/styles.layer.css';
import './theme/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Application } from './application.tsx';
import { styleNonce } from './theme/style-nonce.ts';

// The scroll lock of the dialogs reads the nonce of its style element from this variable.
Object.assign(window, { __webpack_nonce__: styleNonce() });

const element = document.getElementById('application');
if (!element) throw new Error('The page has no element with the id "application".');
createRoot(element).render(
  <StrictMode>
    <Application />
  </StrictMode>,
);

// These are hundreds of rules, larger than all other styles together. Load them after the font of every page.
void Promise.allSettled([document.fonts.load("1em 'Source Sans 3 Variable'")]).then(
  () => import('./theme/other-scripts.ts'),
);

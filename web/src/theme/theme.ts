import {
  Alert,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Modal,
} from '@mantine/core';

/** The accent colour of links, buttons and focus: the colour of deep water. */
const sea: MantineColorsTuple = [
  '#e8f6f7',
  '#d0eaec',
  '#a3d6da',
  '#70c1c8',
  '#46acb5',
  '#24929d',
  '#12808b',
  '#0b6b76',
  '#075964',
  '#03424b',
];

/** Dark blues in place of neutral greys, in the order that the library requires: text first, background last. */
const dark: MantineColorsTuple = [
  '#dbe4ec',
  '#bccad6',
  '#9aabba',
  '#708496',
  '#3c4f60',
  '#2d3e4e',
  '#1b2a38',
  '#121e2a',
  '#0d1722',
  '#08101a',
];

/** Fonts for what Source Sans 3 lacks. Chinese comes first: Japanese and Korean share some characters. */
const OTHER_SCRIPTS = [
  '',
  'Arabic',
  'Hebrew',
  'Thai',
  'Georgian',
  'Armenian',
  'Bengali',
  'Sinhala',
  'SC',
  'JP',
  'KR',
]
  .map((script) => `'${['Noto Sans', script, 'Variable'].filter(Boolean).join(' ')}'`)
  .join(', ');
const FONT = `'Source Sans 3 Variable', 'Source Sans 3', ${OTHER_SCRIPTS}, system-ui, sans-serif`;
const MONOSPACE = `ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace, ${OTHER_SCRIPTS}`;

const DIALOG_TITLE = { fontSize: '1.25rem', fontWeight: 650 };

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 7 },
  colors: { sea, dark },
  black: '#12263a',
  fontFamily: FONT,
  fontFamilyMonospace: MONOSPACE,
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1rem', lg: '1.125rem', xl: '1.25rem' },
  headings: {
    fontFamily: FONT,
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.2' },
      h2: { fontSize: '1.25rem', lineHeight: '1.3' },
      h3: { fontSize: '1.0625rem', lineHeight: '1.35' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Alert: Alert.extend({ defaultProps: { variant: 'light' } }),
    Badge: Badge.extend({ defaultProps: { tt: 'none', fw: 600, variant: 'light' } }),
    Button: Button.extend({ defaultProps: { fw: 600 } }),
    Drawer: Drawer.extend({ styles: { title: DIALOG_TITLE } }),
    Modal: Modal.extend({ styles: { title: DIALOG_TITLE } }),
  },
});

/** Colours that replace the defaults of the library, most of which have too little contrast for WCAG AA. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f4f7f9',
    '--mantine-color-dimmed': '#4f6172',
    '--mantine-color-placeholder': '#5f7182',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': sea[8],
    '--mantine-color-default-border': '#cfd9e2',
  },
  dark: {
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': '#8699aa',
    '--mantine-color-error': '#ff9c93',
    '--mantine-color-anchor': sea[3],
  },
});

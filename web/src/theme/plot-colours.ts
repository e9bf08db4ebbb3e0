/** A canvas cannot use CSS variables. Each colour has a contrast of 3 or more on the surface of its scheme. */
export const PLOT_COLOURS = {
  light: {
    ...{ sea: '#0b6b76', amber: '#c2680a', violet: '#6d4bb3', red: '#b3261e' },
    ...{ line: '#e1e8ee', text: '#4f6172' },
  },
  dark: {
    ...{ sea: '#46acb5', amber: '#f4b25a', violet: '#b39cf0', red: '#ff8a80' },
    ...{ line: '#2d3e4e', text: '#9aabba' },
  },
} as const;

export type PlotColour = 'sea' | 'amber' | 'violet' | 'red';

/** Where Debian puts its browser. */
export const CHROMIUM = '/usr/bin/chromium';

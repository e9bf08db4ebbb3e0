import { buildWeb } from '../../scripts/web-build.mjs';

/** The browser sees what a user would get. */
export default () => buildWeb(process.execPath);

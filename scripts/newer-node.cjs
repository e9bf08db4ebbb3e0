// Has npm choose packages for the oldest Node that Roomshot runs on, whichever runs npm itself: see setup.mjs.
const { engines } = require('../package.json');

Object.defineProperty(process, 'version', { value: `${engines.node.replace('>=', 'v')}.0` });

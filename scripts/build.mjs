// Builds what a server runs and serves, for an installation without development packages.
import { buildServer } from './server-build.mjs';
import { setUpForDevelopment } from './setup.mjs';
import { buildWeb } from './web-build.mjs';

const node = setUpForDevelopment();
buildServer(node);
buildWeb(node);

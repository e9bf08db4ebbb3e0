// Builds what a server needs besides its sources, for an installation without development packages.
import { setUpForDevelopment } from './setup.mjs';
import { buildWeb } from './web-build.mjs';

buildWeb(setUpForDevelopment());

// Bundles the server and its libraries. To load a thousand modules takes a third of a start.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'vite';
import { root } from './setup.mjs';

const SOURCES = join(root, 'src');
const OUTPUT = join(root, 'dist');
/** Libraries that read files of their own: WebAssembly, native modules, pages. */
const WITH_FILES = [/^@electric-sql\/pglite/, /^@myriaddreamin\//, /^harfbuzzjs/];
/** Libraries that others look for and do without. */
const OPTIONAL = ['pg-native', 'pg-cloudflare'];
/** How a source names a program that runs in a thread or a process of its own. */
const PROGRAM = /new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\)/g;

/** Bundles the programs that a source names, and lets a source find the files in its folder where they are. */
const programsAndFiles = {
  name: 'programs-and-files',
  enforce: 'pre',
  transform: {
    filter: { id: new RegExp(`^${RegExp.escape(SOURCES)}`), code: 'import.meta' },
    handler(code, source) {
      const folder = dirname(source);
      return code
        .replace(PROGRAM, (_, name) => {
          this.emitFile({ type: 'chunk', id: join(folder, `${name}.ts`), name });
          return `new URL('./${name}.js', import.meta.url)`;
        })
        .replaceAll(
          'import.meta.dirname',
          `(import.meta.dirname + ${JSON.stringify(`/${relative(OUTPUT, folder)}`)})`,
        );
    },
  },
};

/** Swagger UI finds its pages beside its program. The rest of it is in the bundle, as it shares libraries. */
const pagesOfSwagger = {
  name: 'pages-of-swagger',
  enforce: 'pre',
  transform: {
    filter: { id: /@fastify\/swagger-ui\//, code: '__dirname' },
    handler(code, source) {
      const folder = JSON.stringify(relative(OUTPUT, dirname(source)));
      return code.replaceAll('__dirname', `(import.meta.dirname + '/' + ${folder})`);
    },
  },
};

// Beside the old files, so that a command which starts meanwhile finds either all old ones or all new ones.
const unfinished = join(OUTPUT, randomUUID());
mkdirSync(unfinished, { recursive: true });
await build({
  root,
  configFile: false,
  logLevel: 'error',
  plugins: [programsAndFiles, pagesOfSwagger],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: unfinished,
    target: 'node24',
    rolldownOptions: {
      input: { main: join(SOURCES, 'main.ts') },
      external: [...WITH_FILES, ...OPTIONAL],
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        comments: false,
        // Lines and names stay, for stack traces. Text that is ASCII takes half the memory.
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: false, asciiOnly: true } },
      },
    },
  },
});
for (const name of readdirSync(unfinished)) renameSync(join(unfinished, name), join(OUTPUT, name));
rmdirSync(unfinished);

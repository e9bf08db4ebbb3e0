/**
 * The wings from the bottom up, and the folders of each wing. A folder may import itself and the folders that are
 * listed before it, and no other. docs/architecture.md lists the same folders, and a test compares the two.
 */
const SERVER = {
  platform: [
    'kernel',
    'watchdog',
    'tracing',
    'db/migrations',
    'db',
    'events',
    'audit',
    'clock',
    'disk',
    'blobs',
    'blobs/s3',
    'installation',
    'jobs',
    'idempotency',
    'metrics',
    'readiness',
  ],
  people: ['permissions', 'accounts', 'login'],
  clearance: [
    'vocabulary',
    'verdict',
    'state',
    'changes',
    'documents',
    'templates',
    'parties',
    'rooms',
    'demonstration',
  ],
  records: [
    'wording',
    'difference',
    'editions',
    'rendering/fonts',
    'rendering/design',
    'rendering/report',
    'rendering/pdf',
    'rendering/shaping',
    'rendering/stamp',
    'rendering/typesetting',
    'rendering/pool',
    'signing',
    'seal',
    'verification',
    'snapshots',
  ],
  automation: ['streams'],
  operations: ['clock', 'cleanup', 'backup', 'diagnosis'],
  http: [
    'schema',
    'server',
    'api/people',
    'api/clearance',
    'api/records',
    'api/automation',
    'api/operations',
  ],
  app: [''],
  cli: [''],
};

/** The same for the web application. Its pages do not import each other. */
const WEB = [
  'contract',
  'theme',
  'session',
  'api',
  'access',
  'components',
  'tables',
  'shell',
  'room',
  'verification',
  'snapshots',
  'pages',
];

const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const anyOf = (paths) => `^(${paths.join('|')})`;
const TEST = '\\.test\\.tsx?$';

/** One rule for each folder: it cannot import the folders above it. */
const inOrder = (root, folders) =>
  folders.map((folder, index) =>
    never(
      `${folder}-imports-lower-folders-only`,
      `${folder} may import only the folders before it in .dependency-cruiser.cjs.`,
      { path: `^${folder}`, pathNot: TEST },
      { path: `^${root}`, pathNot: anyOf(folders.slice(0, index + 1)) },
    ),
  );
const hasPlace = (root, folders, entries) => [
  never(
    `every-file-of-${root}has-a-place`,
    'This folder is not in the list of folders. Add it to its wing.',
    { path: `^${root}`, pathNot: anyOf([...folders, ...entries]) },
    {},
  ),
];

const SERVER_FOLDERS = Object.entries(SERVER).flatMap(([wing, folders]) =>
  folders.map((folder) => `src/${wing}/${folder && `${folder}/`}`),
);
const WEB_FOLDERS = WEB.map((folder) => `web/src/${folder}/`);

const only = (name, comment, module, folder) =>
  never(name, comment, { path: '^src/', pathNot: folder }, { path: module });

module.exports = {
  forbidden: [
    never('no-circles', 'No file may import itself through others.', {}, { circular: true }),
    never('resolvable', 'Every import must exist.', {}, { couldNotResolve: true }),
    ...inOrder('src/', SERVER_FOLDERS),
    ...hasPlace('src/', SERVER_FOLDERS, ['src/main\\.ts$']),
    ...inOrder('web/src/', WEB_FOLDERS),
    ...hasPlace('web/src/', WEB_FOLDERS, ['web/src/(main|application|routes)\\.tsx$']),
    never(
      'pages-stand-apart',
      'A page imports no other page. What pages share has a folder of its own.',
      { path: '^web/src/pages/([^/]+)/' },
      { path: '^web/src/pages/', pathNot: '^web/src/pages/$1/' },
    ),
    never('nothing-imports-main', 'main.ts is the entry.', {}, { path: '^src/main\\.ts$' }),
    never(
      'tests-stay-outside',
      'Production code does not import tests.',
      { path: '^(src|web)/', pathNot: TEST },
      { path: `^(test|bench)/|${TEST}` },
    ),
    never(
      'tests-without-benchmarks',
      'Benchmarks use what tests share, and not the other way round.',
      { path: `^test/|${TEST}` },
      { path: '^bench/' },
    ),
    never(
      'web-stands-alone',
      'The web application knows the server through the description of its API only. What people type is searched, and what runs from right to left is isolated, by one rule of both.',
      { path: '^web/' },
      {
        path: '^(src|test|bench|scripts)/',
        pathNot: '^src/platform/kernel/(search-text|text-direction)\\.ts$',
      },
    ),
    never(
      'nothing-imports-web',
      'The server only serves the built files.',
      { path: '^src/' },
      { path: '^web/' },
    ),
    only(
      'only-http-knows-fastify',
      'The web framework stays in one place.',
      'node_modules/(fastify|@fastify)/',
      '^src/http/',
    ),
    only(
      'only-rendering-knows-typst',
      'The typesetter stays in one place.',
      'node_modules/@myriaddreamin/',
      '^src/records/rendering/',
    ),
    only(
      'only-shaping-knows-harfbuzz',
      'Shaping stays in one place.',
      'node_modules/(harfbuzzjs|bidi-js)/',
      '^src/records/rendering/shaping/',
    ),
    only(
      'only-verification-knows-pdf',
      'The PDF library stays in one place.',
      'node_modules/@libpdf/',
      '^src/records/(signing|verification)/',
    ),
    only(
      'only-tracing-knows-open-telemetry',
      'The tracing library stays in one place.',
      'node_modules/@opentelemetry/',
      '^src/platform/tracing/',
    ),
    only(
      'only-s3-knows-its-sdk',
      'The SDK of S3 is loaded only if a bucket is set.',
      'node_modules/@(aws-sdk|smithy)/',
      '^src/platform/blobs/s3/',
    ),
    only(
      'only-jobs-knows-the-queue',
      'The queue stays in one place.',
      'node_modules/pg-boss/',
      '^src/platform/jobs/',
    ),
    only(
      'only-stores-hold-sql',
      'SQL lives in stores.',
      'node_modules/kysely/',
      `^src/(platform/(db|audit)/|.*-store\\.ts$)|${TEST}`,
    ),
    only(
      'only-db-knows-the-engines',
      'The database engines stay in one place.',
      'node_modules/(@electric-sql/pglite|pg)/',
      '^src/platform/db/',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};

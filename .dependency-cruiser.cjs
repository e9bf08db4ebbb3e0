const only = (name, comment, module, folder) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^src/', pathNot: folder },
  to: { path: module },
});
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const FEATURES = 'auth|rooms|difference|snapshots|editions|rendering|seal|backup|cleanup';

module.exports = {
  forbidden: [
    never('no-circles', 'Data flows one way.', {}, { circular: true }),
    never('resolvable', 'Every import must exist.', {}, { couldNotResolve: true }),
    never(
      'kernel-is-the-ground',
      'The kernel imports nothing of ours.',
      { path: '^src/kernel/' },
      { path: '^src/(?!kernel/)' },
    ),
    never(
      'ground-floor',
      'Storage and metrics know the kernel and db only.',
      { path: '^src/(db|metrics)/' },
      { path: '^src/(?!kernel/|db/|metrics/)' },
    ),
    never(
      'tracing-stands-on-the-kernel',
      'Tracing knows the kernel only.',
      { path: '^src/tracing/' },
      { path: '^src/(?!kernel/|tracing/)' },
    ),
    never(
      'first-floor',
      'audit, blobs and jobs know nothing of the features.',
      { path: '^src/(audit|blobs|jobs)/' },
      { path: `^src/(${FEATURES}|http|cli|app)` },
    ),
    never(
      'features-below-surfaces',
      'Features do not know how they are reached.',
      { path: `^src/(${FEATURES})/` },
      { path: '^src/(http|cli|app|main|config)' },
    ),
    never(
      'http-below-composition',
      'Routes get what they need from the composition root.',
      { path: '^src/http/' },
      { path: '^src/(cli/|app|serve|main|config)' },
    ),
    never(
      'cli-on-top',
      'The command line starts all the rest; only main.ts knows it.',
      { path: '^src/', pathNot: '^src/(cli/|main\\.ts$)' },
      { path: '^src/cli/' },
    ),
    never('nothing-imports-main', 'main.ts is the end of the line.', {}, { path: '^src/main\\.ts$' }),
    never(
      'tests-stay-outside',
      'Production code does not import tests.',
      { path: '^src/', pathNot: '\\.test\\.ts$' },
      { path: '^(test|bench)/|\\.test\\.ts$' },
    ),
    never(
      'web-stands-alone',
      'The web application knows the server through the description of its API only.',
      { path: '^web/' },
      { path: '^(src|test|bench|scripts)/' },
    ),
    never(
      'nothing-imports-web',
      'The server only serves what was built.',
      { path: '^src/' },
      { path: '^web/' },
    ),
    never(
      'pages-stand-apart',
      'Pages share through api, components, session, shell, snapshots and verification.',
      { path: '^web/src/(api|components|session|shell|snapshots|theme|verification)/' },
      { path: '^web/src/pages/' },
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
      '^src/rendering/',
    ),
    only('only-seal-knows-pdf', 'PDF internals stay in one place.', 'node_modules/@libpdf/', '^src/seal/'),
    only(
      'only-tracing-knows-open-telemetry',
      'The tracing library stays in one place.',
      'node_modules/@opentelemetry/',
      '^src/tracing/',
    ),
    only('only-jobs-knows-the-queue', 'The queue stays in one place.', 'node_modules/pg-boss/', '^src/jobs/'),
    only(
      'only-stores-hold-sql',
      'SQL lives in stores.',
      'node_modules/kysely/',
      '^src/(db/|audit/|jobs/|.*-store\\.ts$)|\\.test\\.ts$',
    ),
    only(
      'only-db-knows-the-engines',
      'The database engines stay in one place.',
      'node_modules/(@electric-sql/pglite|pg)/',
      '^src/(db|jobs)/',
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

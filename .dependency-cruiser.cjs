/** Who may import whom: ARCHITECTURE.md has the same as a table. */
const api = 'src/modules/([^/]+)/';
/** The modules of the service that the console imports too; a folder ends in a slash. */
const shared = require('./scripts/console-modules.json');
const startsOf = (paths) => paths.map((path) => `^${path.replaceAll('.', '\\.')}`);
const sharedWithConsole = startsOf(shared.withoutDependencies);
/** The reading of participants files, without Node, Nest and the database. */
const participantsFile = startsOf(shared.participantsFile);

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'apis-are-strangers',
      comment: 'A rule that needs two APIs gets a third module above both.',
      severity: 'error',
      from: { path: `^${api}` },
      to: { path: `^${api}`, pathNot: '^src/modules/$1/' },
    },
    {
      name: 'ground-knows-no-module',
      severity: 'error',
      from: { path: '^src/(background|fields|http|config|database|health|metrics|security-events)/' },
      to: { path: '^src/(modules|cli|development-server)/' },
    },
    {
      name: 'modules-stand-on-the-ground',
      severity: 'error',
      from: { path: '^src/modules/' },
      to: {
        path: '^src/',
        pathNot: '^src/(modules|background|fields|http|config|database|metrics|security-events)/',
      },
    },
    {
      name: 'background-knows-no-work',
      comment: 'It repeats, delays and claims; a module says what.',
      severity: 'error',
      from: { path: '^src/background/' },
      to: { path: '^src/', pathNot: '^src/background/' },
    },
    {
      name: 'database-knows-no-http',
      comment: 'http/errors maps the errors of the database.',
      severity: 'error',
      from: { path: '^src/database/' },
      to: { path: '^src/http/' },
    },
    {
      name: 'controllers-know-no-database',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: '(^src/database/|\\.entity\\.ts$|\\.repository\\.ts$|node_modules/(typeorm|pg)/)' },
    },
    {
      name: 'controllers-map-nothing',
      comment: 'A service returns the response of an operation ready to send.',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: '\\.mapper\\.ts$' },
    },
    {
      name: 'services-know-no-transport',
      severity: 'error',
      from: { path: '\\.service\\.ts$' },
      to: { path: 'node_modules/(typeorm|pg|fastify|@nestjs/platform-fastify)/' },
    },
    {
      name: 'repositories-know-no-wire',
      severity: 'error',
      from: { path: '\\.repository\\.ts$' },
      to: { path: '(\\.dto\\.ts$|\\.controller\\.ts$|\\.service\\.ts$|src/http/errors/)' },
    },
    {
      name: 'repositories-map-nothing',
      comment: 'They may name the rows that a mapper takes, not call it.',
      severity: 'error',
      from: { path: '\\.repository\\.ts$' },
      to: { path: '\\.mapper\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'mappers-and-dtos-are-pure',
      severity: 'error',
      from: { path: '\\.(mapper|dto)\\.ts$' },
      to: {
        path: '(\\.service\\.ts$|\\.repository\\.ts$|\\.controller\\.ts$|\\.module\\.ts$|^src/database/)',
      },
    },
    {
      name: 'client-stands-alone',
      comment: 'The client is a package of its own: it knows the service by its API only.',
      severity: 'error',
      from: { path: '^clients/' },
      to: { path: '^(src|test|scripts|bench)/' },
    },
    {
      name: 'service-knows-no-client',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^clients/' },
    },
    {
      name: 'console-knows-only-the-client',
      comment:
        'And the sentences of validation and the reading of participants files, which the service uses too.',
      severity: 'error',
      from: { path: '^console/src/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(src|test|scripts|bench|clients/[^/]+/(?!src/index\\.ts))',
        pathNot: [...sharedWithConsole, ...participantsFile],
      },
    },
    {
      name: 'participants-files-are-read-in-browsers-too',
      severity: 'error',
      from: { path: participantsFile, pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: [...participantsFile, 'node_modules/@streamparser/json/'],
      },
    },
    {
      name: 'what-the-console-shares-stands-alone',
      severity: 'error',
      from: { path: sharedWithConsole },
      to: { pathNot: sharedWithConsole, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-knows-the-console',
      severity: 'error',
      from: { path: '^(src|clients|scripts|bench)/' },
      to: { path: '^console/' },
    },
    {
      name: 'pages-know-no-other-page',
      comment: 'What two pages share stands in design/, directory/ or a folder of its own.',
      severity: 'error',
      from: { path: '^console/src/pages/([^/]+)/' },
      to: { path: '^console/src/pages/', pathNot: '^console/src/pages/$1/' },
    },
    {
      name: 'client-runs-in-browsers',
      comment: 'Only organisations-directory-client/node may use what browsers lack.',
      severity: 'error',
      from: { path: '^clients/typescript/src/', pathNot: '(^clients/typescript/src/node/|\\.test\\.ts$)' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-assemblers-see-everything',
      severity: 'error',
      from: { pathNot: '^(src/[^/]+\\.ts$|test/|scripts/|bench/)' },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'ships-no-development-dependency',
      severity: 'error',
      from: { path: '^(src|clients/[^/]+/src)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'undetermined'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};

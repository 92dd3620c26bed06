const { existsSync, readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join, sep } = require('node:path');
const vm = require('node:vm');
const JestRuntime = require('jest-runtime').default;

/** Files of test/support that are costly to evaluate and keep nothing of a test. */
const sharedSupport = ['openapi.ts', 'rsa-keys.ts'];
/** Modules of src and shared files of test/support that this worker has evaluated, by path. */
const sharedModules = new Map();
/** For stack traces in TypeScript: the source maps of all files that this worker has compiled. */
const sourceMaps = new Map();
/** The runtime of the test file that runs now. */
let current = null;

/**
 * Evaluates packages and src once in each worker, not once for each test file, which takes seconds. Node itself loads the
 * packages, as in production; jest transforms src, so a test needs no build. Test files and test/support are evaluated
 * for each file, except `sharedSupport`.
 *
 * Modules of src hold no state beyond caches keyed by object, so test files do not affect each other through them.
 * `jest.mock` is not supported. In watch mode src is evaluated for each run, because it changes between runs.
 */
class WorkerRuntime extends JestRuntime {
  constructor(config, ...rest) {
    super(config, ...rest);
    current = this;
    this.transformCache.sourceMaps = sourceMaps;
    const globalConfig = rest.at(-1);
    const isWatching = globalConfig.watch || globalConfig.watchAll;
    this.compileForWorker();
    this.loadPackagesByNode();
    if (!isWatching) this.shareModules(config.rootDir);
  }

  /** A shared module that requires another one late still holds the runtime of the test file that loaded it. */
  requireModuleOrMock(from, moduleName) {
    return this === current
      ? super.requireModuleOrMock(from, moduleName)
      : current.requireModuleOrMock(from, moduleName);
  }

  /** Compiles modules for the worker's global scope; see worker-environment.cjs. */
  compileForWorker() {
    const { executor } = this;
    executor.compile = (source, filename) =>
      vm.compileFunction(source, executor.injectedModuleParameters, { filename });
  }

  loadPackagesByNode() {
    const { cjsLoader } = this;
    const requireModule = cjsLoader.requireModule.bind(cjsLoader);
    cjsLoader.requireModule = (from, name, options, isRequireActual) =>
      name === undefined || options?.isInternalModule || /^[./]/.test(name)
        ? requireModule(from, name, options, isRequireActual)
        : requirePackage(from, name);
  }

  shareModules(root) {
    const { cjsLoader } = this;
    const src = join(root, 'src') + sep;
    const support = new Set(sharedSupport.map((name) => join(root, 'test', 'support', name)));
    const registry = this.registries.getActiveCjsRegistry();
    for (const [path, module] of sharedModules) registry.set(path, module);
    const loadModule = cjsLoader.loadModule.bind(cjsLoader);
    cjsLoader.loadModule = (module, from, name, path, ...more) => {
      loadModule(module, from, name, path, ...more);
      if ((path.startsWith(src) && !path.endsWith('.test.ts')) || support.has(path))
        sharedModules.set(path, module);
    };
  }
}

/** Loads a package. Node can require one that only exports to `import` by the path of its file. */
function requirePackage(from, name) {
  const requireFrom = createRequire(from);
  try {
    return requireFrom(name);
  } catch (error) {
    if (error.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
    const folders = requireFrom.resolve.paths(name).map((path) => join(path, name));
    const folder = folders.find((path) => existsSync(join(path, 'package.json')));
    const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return requireFrom(join(folder, exports['.'].import));
  }
}

module.exports = { __esModule: true, default: WorkerRuntime };

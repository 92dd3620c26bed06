const { AsyncLocalStorage } = require('node:async_hooks');
const { ModuleMocker } = require('jest-mock');
const { ModernFakeTimers } = require('@jest/fake-timers');

/** The storages that a test file has used, jest's own among them. */
const usedStorages = new Set();
for (const name of ['run', 'enterWith']) {
  const original = AsyncLocalStorage.prototype[name];
  AsyncLocalStorage.prototype[name] = function (...args) {
    usedStorages.add(this);
    return original.apply(this, args);
  };
}

/**
 * Runs test files in the worker's own global scope, not in a vm context each, so that modules evaluated once
 * (see worker-runtime.cjs) serve every test file: `Error`, `Date` and `Uint8Array` are the same for all of them.
 * Teardown closes what a failed test left open, and restores the globals and environment variables.
 */
class WorkerEnvironment {
  constructor({ projectConfig }) {
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.restore = rememberGlobals();
    this.leftOpen = new Set();
    globalThis.leftOpen = this.leftOpen;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** No context of its own: worker-runtime.cjs compiles modules for the worker's global scope. */
  getVmContext() {
    return null;
  }

  async setup() {}

  async teardown() {
    for (const close of [...this.leftOpen].reverse()) await close().catch(() => undefined);
    this.fakeTimersModern?.dispose();
    this.fakeTimersModern = null;
    this.moduleMocker.restoreAllMocks();
    this.restore();
    disableStorages();
  }
}

/**
 * jest creates a storage for each test file. Node 20 copies each storage that is not disabled to every new promise, so the
 * files of a worker would become slower one after the other.
 */
function disableStorages() {
  for (const storage of usedStorages) storage.disable();
  usedStorages.clear();
}

/** Returns a function that restores what is there now. */
function rememberGlobals() {
  const { console, process } = globalThis;
  const { exit } = process;
  const variables = { ...process.env };
  return () => {
    globalThis.console = console;
    process.exit = exit;
    for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
    Object.assign(process.env, variables);
    delete globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')];
  };
}

module.exports = WorkerEnvironment;

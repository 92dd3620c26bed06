/**
 * Builds dist/ where it is missing or older than what it is made from, and says nothing otherwise. A finished build
 * on a read-only disk is left alone. `--if-possible`: nothing is wrong where the tools to build are not installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

function newestChange(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

function isBuilt() {
  const built = statSync(join(root, 'dist', 'main.js'), { throwIfNoEntry: false });
  const stamp = statSync(join(root, 'dist', '.tsbuildinfo'), { throwIfNoEntry: false });
  if (built === undefined || stamp === undefined) return false;
  const sources = ['src', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];
  return sources.every((source) => newestChange(join(root, source)) <= stamp.mtimeMs);
}

const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');

if (!isBuilt()) {
  if (existsSync(nest)) {
    const { status } = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: 'inherit' });
    process.exitCode = status ?? 1;
  } else if (!process.argv.includes('--if-possible')) {
    console.error(
      'dist/ is not built, and the tools to build it are development dependencies: run npm install.',
    );
    process.exitCode = 1;
  }
}

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

/** Returns the files of a package that a start in production loads. */
function loadedOf(packages: readonly string[]): string[] {
  const script = `
    await import(${JSON.stringify(join(root, 'dist', 'service.js'))});
    const { loadApis } = await import(${JSON.stringify(join(root, 'dist', 'modules', 'apis.js'))});
    await loadApis();
    const { createRequire } = await import('node:module');
    const files = Object.keys(createRequire(${JSON.stringify(join(root, 'package.json'))}).cache);
    const of = (name) => files.some((file) => file.includes('/node_modules/' + name + '/'));
    console.log(JSON.stringify(${JSON.stringify(packages)}.filter(of)));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as string[];
}

describe('the code that every start loads', () => {
  it('excludes what only migrations, shared counts or the development server need', () => {
    // Node lists no ES modules such as oidc-provider; koa is loaded with oidc-provider.
    const packages = ['fastify', 'pg', 'typeorm', '@redis/client', 'koa'];
    expect(loadedOf(packages)).toEqual(['fastify', 'pg']);
  });
});

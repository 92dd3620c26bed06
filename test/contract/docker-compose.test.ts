import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const compose = (...args: string[]) =>
  spawnSync('docker', ['compose', ...args], { cwd: root, encoding: 'utf8' });
const isThere = compose('version').status === 0;

/** A version, and the digest of the image for all platforms. */
const pinned = /:\d+\.\d+[\w.-]*@sha256:[0-9a-f]{64}$/;

describe('docker-compose.yml', () => {
  (isThere ? it : it.skip)(
    'is accepted by docker compose config (skipped where docker compose is not installed)',
    () => {
      const { status, stderr } = compose('config', '--quiet');
      expect([status, stderr]).toEqual([0, '']);
    },
  );

  it('names the version of each image, and the digest of the database', () => {
    const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
    const images = [...text.matchAll(/^ +image: (\S+)$/gm)].map(([, image]) => image ?? '');
    expect(images.map((image) => image.split(':')[0])).toEqual(['postgres', 'axllent/mailpit']);
    for (const image of images) expect(image).toMatch(/:v?\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$/);
    expect(images[0]).toMatch(pinned);
  });

  it('sets only variables that the service reads', () => {
    const known = new Set(
      [...readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name),
    );
    const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
    const environment = /environment: &environment\n((?: {4}\w.*\n)+)/.exec(text)?.[1] ?? '';
    const set = [...environment.matchAll(/^ {4}([A-Z_]+):/gm)].map(([, name]) => name);
    expect(set).toContain('DATABASE_URL');
    expect(set.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('the Dockerfile', () => {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8');

  it('copies only existing files', () => {
    const copied = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) =>
      (sources ?? '').split(' '),
    );
    expect(copied).toContain('package-lock.json');
    expect(copied.filter((source) => !existsSync(join(root, source)))).toEqual([]);
  });

  it('has one base image, pinned by digest', () => {
    const images = [...text.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(images).toHaveLength(2);
    expect(new Set(images).size).toBe(1);
    expect(images[0]).toMatch(pinned);
  });

  it('installs what the lock file names, and so does .ci/run', () => {
    const continuous = readFileSync(join(root, '.ci', 'run'), 'utf8');
    for (const script of [text, continuous]) {
      expect(script).toMatch(/^(RUN )?npm ci\b/m);
      expect(script).not.toContain('npm install');
    }
  });

  it('runs as a non-root user, with a health check', () => {
    const last = text.slice(text.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
  });
});

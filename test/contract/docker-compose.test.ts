import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/config/config.js';

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

describe('the settings of docker-compose.yml', () => {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  const block = /environment: &environment\n((?: {4}\w.*\n)+)/.exec(text)?.[1] ?? '';
  /** Returns the settings in the container, with these variables in the environment of the command. */
  const settings = (given: Readonly<Record<string, string>>): Record<string, string> => {
    const lines = [...block.matchAll(/^ {4}([A-Z_]+): (.*)$/gm)];
    const value = (raw: string): string =>
      raw
        .replace(/^'(.*)'$/, '$1')
        .replaceAll(/\$\{(\w+):-([^}]*)\}/g, (_, name: string, fallback: string) => given[name] ?? fallback);
    // The image listens on all addresses of the container.
    return {
      HOST: '0.0.0.0',
      ...Object.fromEntries(lines.map(([, name = '', raw = '']) => [name, value(raw)])),
    };
  };

  it('start the service without any variable in the environment', () => {
    expect(readConfig(settings({}))).toMatchObject({
      databaseUrl: 'postgres://directory_service:directory@postgres:5432/directory',
      auth: { isDevelopmentServer: true },
      mail: { requiresTls: false },
    });
  });

  it('refuse production until every published value is replaced', () => {
    const production = {
      NODE_ENV: 'production',
      AUTH_ISSUER: 'https://issuer.example',
      AUTH_AUDIENCE: 'directory',
      NOTIFY_ADMIN_SECRETS: 'a-secret-that-is-long-enough-to-sign-with',
      WEBHOOK_SECRET_KEYS: 'a-key-that-is-long-enough-to-encrypt-with',
    };
    const own = { SERVICE_ROLE_PASSWORD: 'of-our-own', SMTP_URL: 'smtp://mail.example' };
    expect(() => readConfig(settings({ ...production, ...own, AUTH_ISSUER: '' }))).toThrow(
      'AUTH_ISSUER is not set',
    );
    expect(() => readConfig(settings({ ...production }))).toThrow(
      'DATABASE_URL has a value that this repository',
    );
    expect(readConfig(settings({ ...production, ...own })).mail.requiresTls).toBe(true);
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

  it('contains the built console, and no development dependency', () => {
    const [build = '', final = ''] = text.split(/^(?=FROM )/m).slice(1);
    expect(build).toMatch(/^COPY console \.\/console$/m);
    expect(final).toMatch(/^COPY --from=build \/app\/console\/dist \.\/console\/dist$/m);
    expect(build.trimEnd()).toMatch(/npm ci --workspaces=false --omit=dev --omit=optional --ignore-scripts$/);
  });

  it('runs as a non-root user, with a health check', () => {
    const last = text.slice(text.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from './config.js';
import { missingClientNotice } from './console-config.js';
import { whiteContrastOf } from './contrast.js';

const issuer = { AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'directory' };

describe('CONSOLE and CONSOLE_CLIENT_ID', () => {
  it.each([
    [{}, 'console'],
    [{ CONSOLE_CLIENT_ID: 'pages' }, 'pages'],
    [{ CONSOLE: 'false' }, null],
    [issuer, null],
    [{ ...issuer, CONSOLE: 'true' }, null],
    [{ ...issuer, CONSOLE_CLIENT_ID: 'pages' }, 'pages'],
    [{ ...issuer, CONSOLE_CLIENT_ID: 'pages', CONSOLE: 'false' }, null],
  ])('%j give the client %j', (environment, clientId) => {
    expect(readConfig(environment).console.clientId).toBe(clientId);
  });

  it.each([
    [{}, false],
    [issuer, true],
    [{ ...issuer, CONSOLE: 'false' }, false],
    [{ ...issuer, CONSOLE_CLIENT_ID: 'pages' }, false],
  ])('%j print the notice that the console is off: %s', (environment, isPrinted) => {
    const notice = missingClientNotice(readConfig(environment).console);
    expect(notice?.startsWith('The console is off, because CONSOLE_CLIENT_ID is not set.') ?? false).toBe(
      isPrinted,
    );
  });

  it('do not stop production when neither is set', () => {
    const production = {
      ...issuer,
      NODE_ENV: 'production',
      DATABASE_URL: 'postgres://db/x?sslmode=verify-full',
      NOTIFY_ADMIN_SECRETS: 'a-secret-that-is-long-enough-to-sign-with',
      WEBHOOK_SECRET_KEYS: 'a-key-that-is-long-enough-to-encrypt-with',
    };
    expect(readConfig(production).console.clientId).toBeNull();
  });
});

describe('CONSOLE_TITLE', () => {
  const allowed = '; allowed: one line of 1 to 60 characters.';

  it.each(['X', 'x'.repeat(60), '🏦'.repeat(60), '</script> & "quotes"'])('may be %j', (CONSOLE_TITLE) => {
    expect(readConfig({ CONSOLE_TITLE }).console.title).toBe(CONSOLE_TITLE);
  });

  it('is the name of the product if it is not set or blank', () => {
    expect(readConfig({ CONSOLE_TITLE: ' ' }).console.title).toBe('Organisations Directory');
  });

  it.each(['x'.repeat(61), '🏦'.repeat(61), 'two\nlines', 'a\u0000b'])(
    'is refused as %j',
    (CONSOLE_TITLE) => {
      expect(() => readConfig({ CONSOLE_TITLE })).toThrow(`CONSOLE_TITLE is "${CONSOLE_TITLE}"${allowed}`);
    },
  );
});

describe('CONSOLE_ACCENT', () => {
  it.each(['#1f4e79', '#000000', '#767676'])('may be %s', (CONSOLE_ACCENT) => {
    expect(readConfig({ CONSOLE_ACCENT }).console.accent).toBe(CONSOLE_ACCENT);
  });

  it('is kept in lower case', () => {
    expect(readConfig({ CONSOLE_ACCENT: '#1F4E79' }).console.accent).toBe('#1f4e79');
  });

  it.each([
    ['#777777', '4.47'],
    ['#ffcc00', '1.51'],
    ['#ffffff', '1.00'],
  ])('is refused as %s, whose contrast to white is %s:1', (CONSOLE_ACCENT, contrast) => {
    expect(() => readConfig({ CONSOLE_ACCENT })).toThrow(
      `CONSOLE_ACCENT is "${CONSOLE_ACCENT}", whose contrast to white is ${contrast}:1, so white text on it is hard to read; allowed: a colour such as #1f4e79 with a contrast to white of at least 4.5:1.`,
    );
  });

  it.each(['red', '1f4e79', '#1f4', '#1f4e79ff', '#1f4e7g', '#1f4e79;--x:url(//evil)'])(
    'is refused as %s',
    (CONSOLE_ACCENT) => {
      expect(() => readConfig({ CONSOLE_ACCENT })).toThrow(`CONSOLE_ACCENT is "${CONSOLE_ACCENT}"; allowed:`);
    },
  );

  it.each([
    ['#000000', 21],
    ['#ffffff', 1],
    ['#ff0000', 4],
    ['#0000ff', 8.59],
    ['#008000', 5.14],
  ])('has the contrast of WCAG: %s to white is %d', (colour, contrast) => {
    expect(whiteContrastOf(colour)).toBeCloseTo(contrast, 2);
  });
});

describe('CONSOLE_LOGO_FILE', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'organisations-directory-logo-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (content: string | Buffer): string => {
    const path = join(folder, 'logo');
    writeFileSync(path, content);
    return path;
  };
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"></svg>';
  const png = Buffer.from('89504e470d0a1a0a', 'hex');
  const webp = Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1');
  const padded = (start: string | Buffer, size: number): Buffer =>
    Buffer.concat([Buffer.from(start), Buffer.alloc(size - start.length, ' ')]);

  it.each([
    ['svg', svg],
    ['svg', `\ufeff<?xml version="1.0"?>\n<!DOCTYPE svg>\n<!-- by > hand -->\n<?x?>${svg}`],
    ['svg', padded(svg, 256_000)],
    ['png', png],
    ['png', padded(png, 256_000)],
    ['webp', webp],
  ])('is taken as %s by its content', (format, content) => {
    const { logo } = readConfig({ CONSOLE_LOGO_FILE: write(content) }).console;
    expect(logo).toEqual({ format, content: Buffer.from(content) });
  });

  it.each([
    ['is larger than 256 kB', padded(svg, 256_001)],
    ['is larger than 256 kB', padded(png, 1_000_000)],
    ['holds no such image', ''],
    ['holds no such image', 'GIF89a'],
    ['holds no such image', '<html><svg xmlns="http://www.w3.org/2000/svg"></svg></html>'],
    ['holds no such image', '<svgfoo xmlns="http://www.w3.org/2000/svg"/>'],
    ['holds no such image', '<!-- never closed <svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['holds no such image', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg}`],
    ['holds no such image', 'RIFF\x10\0\0\0WAVEfmt '],
  ])('is refused because it %s', (reason, content) => {
    const path = write(content);
    expect(() => readConfig({ CONSOLE_LOGO_FILE: path })).toThrow(
      `CONSOLE_LOGO_FILE is "${path}", which ${reason}; allowed: an SVG, PNG or WebP file of at most 256 kB.`,
    );
  });

  it.each(['absent.svg', '.'])('is refused because it can not be read: %s', (name) => {
    const path = join(folder, name);
    expect(() => readConfig({ CONSOLE_LOGO_FILE: path })).toThrow(
      `CONSOLE_LOGO_FILE is "${path}", which can not be read (E`,
    );
  });
});

import { readConfig } from './config/config.js';
import { greeting } from './greeting.js';

const production = {
  NODE_ENV: 'production',
  AUTH_ISSUER: 'https://issuer.example',
  AUTH_AUDIENCE: 'directory',
  DATABASE_URL: 'postgres://db/x?sslmode=verify-full',
  NOTIFY_ADMIN_SECRETS: 'a-secret-that-is-long-enough-to-sign-with',
  WEBHOOK_SECRET_KEYS: 'a-key-that-is-long-enough-to-encrypt-with',
};

describe('greeting', () => {
  it('without settings has ten lines of at most 80 characters', () => {
    const text = greeting(readConfig({}), true);
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(text).toMatchInlineSnapshot(`
     "Organisations Directory is ready at http://127.0.0.1:3000 (Ctrl+C stops it)
       Console     http://127.0.0.1:3000/console/
       Swagger UI  http://127.0.0.1:3000/docs
       Clients     dev-admin / dev-admin-secret, dev-software, dev-organisation
       Users       super@directory.example, admin@sample-bank.example
       Notify      notify-admin / dev-notify-admin-secret-for-this-machine
       Notify key  dev-notify-api-key
       Data        ./data; mails: ./data/mail
     TOKEN=$(npm run -s cli -- token)
     curl -s --oauth2-bearer "$TOKEN" 'http://127.0.0.1:3000/organisations?size=1'
     "
    `);
  });

  it('names the settings that a token depends on', () => {
    const network = { HOST: '0.0.0.0', ALLOW_DEVELOPMENT_ON_NETWORK: 'true' };
    const text = greeting(readConfig({ ...network, PORT: '3100', DATA_DIR: '/srv/directory' }), true);
    expect(text).toContain(
      "\nTOKEN=$(HOST=0.0.0.0 ALLOW_DEVELOPMENT_ON_NETWORK=true PORT=3100 DATA_DIR='/srv/directory' npm run -s cli -- token)\n",
    );
    expect(text).toContain('ready at http://localhost:3100 ');
  });

  it('names no Swagger UI if DOCS is false', () => {
    expect(greeting(readConfig({ DOCS: 'false' }), true)).not.toContain('/docs');
  });

  it('names no console if CONSOLE is false', () => {
    expect(greeting(readConfig({ CONSOLE: 'false' }), true)).not.toContain('onsole');
  });

  it('says that the console is not built, and how to build it', () => {
    expect(greeting(readConfig({}), false)).toContain(
      '\n  Console     is not built; run npm install, then start again\n',
    );
  });

  it.each([
    [{}, ['Data        ./data; mails: ./data/mail']],
    [{ SMTP_URL: 'smtp://localhost', MAIL_FROM: 'a@b.example' }, ['Data        ./data']],
    [{ DATABASE_URL: 'postgres://localhost/x' }, ['Mails       ./data/mail']],
  ])('with %j names the folders %j', (environment, folders) => {
    const lines = greeting(readConfig(environment), true).split('\n');
    const named = lines.filter((line) => /^ {2}(Data|Mails) /.test(line)).map((line) => line.trim());
    expect(named).toEqual(folders);
  });

  it('shows no development identity and no folder where the operator has their own', () => {
    const text = greeting(
      readConfig({ ...production, NODE_ENV: '', SMTP_URL: 'smtp://mail', MAIL_FROM: 'a@b.example' }),
      true,
    );
    expect(text.split('\n').map((line) => line.trim().split(/ {2}/)[0])).toEqual([
      'Organisations Directory is ready at http://127.0.0.1:3000 (Ctrl+C stops it)',
      'Swagger UI',
      '',
    ]);
  });

  it('is empty in production, whose output is a log', () => {
    expect(greeting(readConfig(production), true)).toBe('');
  });
});

import { readConfig } from './config.js';

describe('readConfig in production', () => {
  const production = {
    NODE_ENV: 'production',
    AUTH_ISSUER: 'https://issuer.example',
    AUTH_AUDIENCE: 'directory',
    NOTIFY_ADMIN_SECRETS: 'a-secret-that-is-long-enough-to-sign-with',
    WEBHOOK_SECRET_KEYS: 'a-key-that-is-long-enough-to-encrypt-with',
  };

  it('rejects the development secret of the Notify API', () => {
    expect(() => readConfig({ ...production, NOTIFY_ADMIN_SECRETS: '' })).toThrow(
      /^NOTIFY_ADMIN_SECRETS is not set/m,
    );
  });

  it('requires a key for the secrets of webhooks', () => {
    expect(() => readConfig({ ...production, WEBHOOK_SECRET_KEYS: '' })).toThrow(
      /^WEBHOOK_SECRET_KEYS is not set/m,
    );
  });

  it('rejects the development authorisation server', () => {
    expect(() => readConfig({ NODE_ENV: 'production', DATABASE_URL: 'postgres://db/x' })).toThrow(
      /^AUTH_ISSUER is not set/m,
    );
  });

  it('rejects the embedded database unless ALLOW_EMBEDDED_DATABASE is true', () => {
    expect(() => readConfig(production)).toThrow(/^DATABASE_URL is not set/m);
    expect(readConfig({ ...production, ALLOW_EMBEDDED_DATABASE: 'true' }).databaseUrl).toBeNull();
  });

  it('accepts an issuer and a database', () => {
    expect(
      readConfig({ ...production, DATABASE_URL: 'postgres://db/x?sslmode=verify-full' }).isProduction,
    ).toBe(true);
  });
});

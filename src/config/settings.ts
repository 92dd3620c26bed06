import { resolve } from 'node:path';
import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { withoutSlashesAtEnd } from './link-base.js';

/** Variables as a process gets them. An empty value counts as not set, as in most shells' profiles. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Typed readers over an environment. Each fails with `toError` and a sentence of the form
 * "NAME is VALUE; allowed: …". A fallback of null means that the variable must be set.
 */
export function settings(environment: Environment, toError: (message: string) => Error) {
  const raw = (name: string): string | undefined => {
    const value = environment[name];
    return value === undefined || value.trim() === '' ? undefined : value.trim();
  };
  const refuse = (name: string, value: string, allowed: string): never => {
    throw toError(`${name} is "${value}"; allowed: ${allowed}.`);
  };
  const list = (name: string): string[] =>
    (raw(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');

  return {
    text(name: string, fallback: string | null): string {
      const value = raw(name) ?? fallback;
      if (value === null) throw toError(`${name} is not set; allowed: any text that is not empty.`);
      return value;
    },
    optionalText(name: string): string | null {
      return raw(name) ?? null;
    },
    integer(name: string, fallback: number, least: number, most: number): number {
      const value = raw(name);
      if (value === undefined) return fallback;
      const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
      if (number >= least && number <= most) return number;
      return refuse(name, value, `a whole number from ${least} to ${most}`);
    },
    boolean(name: string, fallback: boolean): boolean {
      const value = raw(name);
      if (value === undefined) return fallback;
      if (value === 'true' || value === 'false') return value === 'true';
      return refuse(name, value, 'true or false');
    },
    oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
      const value = raw(name);
      if (value === undefined) return fallback;
      return allowed.find((item) => item === value) ?? refuse(name, value, allowed.join(', '));
    },
    folder(name: string, fallback: string): string {
      return resolve(raw(name) ?? fallback);
    },
    /** http is accepted for loopback only: tokens and keys must not travel in the clear. */
    httpUrl(name: string): string | null {
      const value = raw(name);
      if (value === undefined) return null;
      return isTrustworthyUrl(value)
        ? value
        : refuse(name, masked(value), 'an https URL, or http on a loopback address');
    },
    databaseUrl(name: string): string | null {
      const value = raw(name);
      if (value === undefined || isDatabaseUrl(value)) return value ?? null;
      return refuse(name, masked(value), 'a URL such as postgres://user:password@host:5432/database');
    },
    databaseUrls(name: string): string[] {
      const wrong = list(name).find((item) => !isDatabaseUrl(item));
      if (wrong === undefined) return list(name);
      return refuse(
        name,
        masked(wrong),
        'URLs such as postgres://user:password@host:5432/database, separated by commas',
      );
    },
    redisUrl(name: string): string | null {
      const value = raw(name);
      if (value === undefined) return null;
      const url = URL.parse(value);
      if (url !== null && ['redis:', 'rediss:'].includes(url.protocol) && url.hostname !== '') return value;
      return refuse(name, masked(value), 'a URL such as rediss://user:password@host:6379');
    },
    smtpUrl(name: string): string | null {
      const value = raw(name);
      if (value === undefined) return null;
      const url = URL.parse(value);
      if (url !== null && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '') return value;
      return refuse(name, masked(value), 'a URL such as smtps://user:password@host:465');
    },
    /** The root of links to pages of another application; no slash at its end. */
    linkBase(name: string, fallback: string): string {
      const value = raw(name) ?? fallback;
      const url = URL.parse(value);
      if (url !== null && ['http:', 'https:'].includes(url.protocol)) return withoutSlashesAtEnd(value);
      return refuse(name, value, 'an http or https URL');
    },
    /** `address`, or `Name <address>`. */
    mailbox(name: string, fallback: string | null): string {
      return this.optionalMailbox(name) ?? this.text(name, fallback);
    },
    optionalMailbox(name: string): string | null {
      const value = raw(name);
      if (value === undefined || /^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(value))
        return value ?? null;
      return refuse(name, value, 'an e-mail address, or a name and an address in angle brackets');
    },
    /** Values that are never printed. */
    secrets(name: string, leastLength: number): string[] {
      if (list(name).some((item) => item.length < leastLength))
        throw toError(
          `${name} holds a secret that is too short; allowed: ${leastLength} characters or more each.`,
        );
      return list(name);
    },
    /** SHA-256 hashes in hex, each with a name before a colon or without. */
    apiKeys(name: string): { name: string; sha256: string }[] {
      return list(name).map((item) => {
        const match = /^(?:([\w.@-]{1,100}):)?([0-9a-f]{64})$/i.exec(item);
        const hash = match?.[2]?.toLowerCase();
        if (hash === undefined)
          throw toError(
            `${name} holds something else; allowed: SHA-256 hashes in hex, or name:hash, separated by commas.`,
          );
        return { name: match?.[1] ?? `api-key-${hash.slice(0, 8)}`, sha256: hash };
      });
    },
    networks(name: string): string[] {
      for (const item of list(name)) {
        if (!ipaddr.isValid(item) && !ipaddr.isValidCIDR(item)) {
          refuse(name, item, 'IP addresses or CIDR ranges, separated by commas');
        }
      }
      return list(name);
    },
    origins(name: string): string[] {
      for (const item of list(name)) {
        if (URL.parse(item)?.origin !== item)
          refuse(name, item, 'origins such as https://www.example.com, separated by commas');
      }
      return list(name);
    },
  };
}

export type Settings = ReturnType<typeof settings>;

function isDatabaseUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && ['postgres:', 'postgresql:'].includes(url.protocol);
}

function isTrustworthyUrl(value: string): boolean {
  const url = URL.parse(value);
  if (url === null) return false;
  if (url.protocol === 'https:') return true;
  const isLoopback =
    url.hostname === 'localhost' ||
    url.hostname === '[::1]' ||
    (isIPv4(url.hostname) && url.hostname.startsWith('127.'));
  return url.protocol === 'http:' && isLoopback;
}

/** A URL without the password in it. */
function masked(url: string): string {
  return url.replace(/:[^:@/]*@/, ':…@');
}

import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { isLoopback } from './loopback.js';
import { masked } from './masked-url.js';

/** Environment variables. An empty value counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns typed readers of an environment. A wrong value throws `toError` with a sentence of the form
 * "NAME is VALUE; allowed: …". A fallback of null means that the variable must be set.
 */
export function settings(environment: Environment, toError: (message: string) => Error) {
  const raw = (name: string): string | undefined => {
    const value = environment[name];
    return value === undefined || value.trim() === '' ? undefined : value.trim();
  };
  const reject = (name: string, value: string, allowed: string): never => {
    throw toError(`${name} is "${value}"; allowed: ${allowed}.`);
  };
  const list = (name: string): readonly string[] =>
    (raw(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');

  return {
    list,
    text(name: string, fallback: string | null): string {
      const value = raw(name) ?? fallback;
      if (value === null) throw toError(`${name} is not set; allowed: any text that is not empty.`);
      return value;
    },
    optionalText(name: string): string | null {
      return raw(name) ?? null;
    },
    /** A text of one line, of at most `max` characters. */
    shortText(name: string, fallback: string, max: number): string {
      const value = raw(name) ?? fallback;
      if (Array.from(value).length <= max && !/\p{Cc}/u.test(value)) return value;
      return reject(name, value, `one line of 1 to ${max} characters`);
    },
    integer(name: string, fallback: number, min: number, max: number): number {
      return this.optionalInteger(name, min, max) ?? fallback;
    },
    optionalInteger(name: string, min: number, max: number): number | null {
      const value = raw(name);
      if (value === undefined) return null;
      const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
      if (number >= min && number <= max) return number;
      return reject(name, value, `a whole number from ${min} to ${max}`);
    },
    boolean(name: string, fallback: boolean): boolean {
      const value = raw(name);
      if (value === undefined) return fallback;
      if (value === 'true' || value === 'false') return value === 'true';
      return reject(name, value, 'true or false');
    },
    oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
      const value = raw(name);
      if (value === undefined) return fallback;
      return allowed.find((item) => item === value) ?? reject(name, value, allowed.join(', '));
    },
    folder(name: string, fallback: string): string {
      return resolve(raw(name) ?? fallback);
    },
    /** http is allowed for loopback only: tokens and keys must be encrypted in transit. */
    httpUrl(name: string): string | null {
      const value = raw(name);
      if (value === undefined) return null;
      return isTrustworthyUrl(value)
        ? value
        : reject(name, masked(value), 'an https URL, or http on a loopback address');
    },
    databaseUrl(name: string): string | null {
      const value = raw(name);
      if (value === undefined || isDatabaseUrl(value)) return value ?? null;
      return reject(name, masked(value), 'a URL such as postgres://user:password@host:5432/database');
    },
    databaseUrls(name: string): readonly string[] {
      const wrong = list(name).find((item) => !isDatabaseUrl(item));
      if (wrong === undefined) return list(name);
      return reject(
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
      return reject(name, masked(value), 'a URL such as rediss://user:password@host:6379');
    },
    smtpUrl(name: string): string | null {
      const value = raw(name);
      if (value === undefined) return null;
      const url = URL.parse(value);
      if (url !== null && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '') return value;
      return reject(name, masked(value), 'a URL such as smtps://user:password@host:465');
    },
    /** Base URL of links to another application, without a slash at its end. */
    linkBase(name: string, fallback: string): string {
      const value = raw(name) ?? fallback;
      const url = URL.parse(value);
      if (url !== null && ['http:', 'https:'].includes(url.protocol)) return withoutSlashesAtEnd(value);
      return reject(name, masked(value), 'an http or https URL');
    },
    /** `address`, or `Name <address>`. */
    mailbox(name: string, fallback: string | null): string {
      return this.optionalMailbox(name) ?? this.text(name, fallback);
    },
    optionalMailbox(name: string): string | null {
      const value = raw(name);
      if (value === undefined || /^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(value))
        return value ?? null;
      return reject(name, value, 'an e-mail address, or a name and an address in angle brackets');
    },
    /** Values that are never printed. */
    secrets(name: string, minLength: number): readonly string[] {
      if (list(name).some((item) => item.length < minLength))
        throw toError(
          `${name} holds a secret that is too short; allowed: ${minLength} characters or more each.`,
        );
      return list(name);
    },
    networks(name: string): readonly string[] {
      for (const item of list(name)) {
        if (!ipaddr.isValid(item) && !ipaddr.isValidCIDR(item)) {
          reject(name, item, 'IP addresses or CIDR ranges, separated by commas');
        }
      }
      return list(name);
    },
    /** Host names and IP addresses in lower case; an IPv6 address may have brackets. */
    hosts(name: string): readonly string[] {
      return list(name).map((item) => {
        const host = URL.parse(`https://${item.includes(':') && !item.startsWith('[') ? `[${item}]` : item}`);
        if (host?.href !== `https://${host?.hostname ?? ''}/`)
          return reject(name, item, 'host names or IP addresses, separated by commas');
        return host.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
      });
    },
    origins(name: string): readonly string[] {
      for (const item of list(name)) {
        if (URL.parse(item)?.origin !== item)
          reject(name, masked(item), 'origins such as https://www.example.com, separated by commas');
      }
      return list(name);
    },
  };
}

export type Settings = ReturnType<typeof settings>;

/** Returns a base URL for links without the slashes at its end, in linear time. */
export function withoutSlashesAtEnd(url: string): string {
  return url.replace(/(?<!\/)\/+$/, '');
}

function isDatabaseUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && ['postgres:', 'postgresql:'].includes(url.protocol);
}

/** True for https, and for http on a loopback address. */
export function isTrustworthyUrl(value: string): boolean {
  const url = URL.parse(value);
  if (url === null) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

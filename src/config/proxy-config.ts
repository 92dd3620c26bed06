import { type Settings, withoutSlashesAtEnd } from './settings.js';

/** The forms in which proxies write a client certificate into a header. */
const clientCertForms = ['rfc9440', 'url-encoded-pem', 'xfcc', 'base64-der'] as const;
export type ClientCertForm = (typeof clientCertForms)[number];

/** The only header in which a trusted proxy hands on the certificate of its client. */
export interface ClientCertHeader {
  /** Lower case. */
  readonly name: string;
  readonly form: ClientCertForm;
}

/** RFC 9440's header. */
export const defaultClientCertHeader: ClientCertHeader = { name: 'client-cert', form: 'rfc9440' };

type ToError = (message: string) => Error;

/** Reads a header name and a form, separated by a colon. @throws the error of `settings` */
export function readClientCertHeader(read: Settings, toError: ToError): ClientCertHeader {
  const { name: usualName, form: usualForm } = defaultClientCertHeader;
  const value = read.text('CLIENT_CERT_HEADER', `${usualName}: ${usualForm}`);
  const [, name, word] = /^([\w-]+)\s*:\s*([\w-]+)$/.exec(value) ?? [];
  const form = clientCertForms.find((known) => known === word?.toLowerCase());
  if (name !== undefined && form !== undefined) return { name: name.toLowerCase(), form };
  throw toError(
    `CLIENT_CERT_HEADER is "${value}"; allowed: the name of a header and its form, such as Client-Cert: rfc9440, X-SSL-Client-Cert: url-encoded-pem, X-Forwarded-Client-Cert: xfcc or X-ARR-ClientCert: base64-der.`,
  );
}

/**
 * Reads the URLs below which clients reach the service: origins, each with or without the base path that a proxy
 * strips. None ends with a slash. @throws the error of `settings`
 */
export function readPublicOrigins(read: Settings, toError: ToError): readonly string[] {
  return read.list('PUBLIC_ORIGINS').map((item) => {
    const url = URL.parse(item);
    const [, path] = /^https?:\/\/[^/?#@\\]+((?:\/[^?#@\\]*)?)$/i.exec(item) ?? [];
    if (url !== null && path !== undefined && canBeAskedFor(path)) return withoutSlashesAtEnd(url.href);
    throw toError(
      `PUBLIC_ORIGINS is "${item.replace(/\/\/[^/]*@/, '//…@')}"; allowed: origins such as https://www.example.com, each with or without a base path such as /directory, separated by commas.`,
    );
  });
}

/** Returns false for a path with two slashes in a row or dot segments, which is never the path of a request. */
function canBeAskedFor(path: string): boolean {
  const segments = path.split('/').slice(1);
  return !segments.some((segment, index) =>
    segment === '' ? index < segments.length - 1 : segment === '.' || segment === '..',
  );
}

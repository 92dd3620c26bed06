/**
 * Returns a URL, or what should have been one, without credentials: from the user name up to the last `@` only the user
 * remains, and of parameters such as `password` only the name.
 */
export function masked(url: string): string {
  const at = url.lastIndexOf('@');
  const [, start = ''] = /^((?:[a-z][a-z0-9+.-]*:)?\/{0,2})/i.exec(url) ?? [];
  const [, user = ''] = /^([^:/?#@]*):/.exec(url.slice(start.length)) ?? [];
  const place =
    at < 0 ? withoutLooseSecret(url) : `${start}${user}${user === '' ? '' : ':'}…${url.slice(at)}`;
  return place
    .split(/([&\s])/)
    .map(withoutSecret)
    .join('');
}

/** A comma inside a password splits a list, and leaves its beginning without an `@`. */
function withoutLooseSecret(url: string): string {
  const found = /\/\/[^:/]*:/.exec(url);
  if (found === null) return url;
  const end = found.index + found[0].length;
  return /^\d{1,5}(?:[/?]|$)/.test(url.slice(end)) ? url : `${url.slice(0, end)}…`;
}

/** Returns a parameter without its value if its name is that of a secret. */
function withoutSecret(parameter: string): string {
  const end = parameter.indexOf('=', parameter.indexOf('?') + 1);
  const name = parameter.slice(parameter.indexOf('?') + 1, Math.max(end, 0));
  return /pass|secret|token|key/i.test(name) ? `${parameter.slice(0, end)}=…` : parameter;
}

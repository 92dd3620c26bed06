const maxLength = 253;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** A top-level label. It is never a number, because a host that ends with a number is an IP address. */
const lastLabel = /^([a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/;

/** Returns a domain as stored, trimmed and in lower case; null if it is not a host name of at least two labels. */
export function toDomain(text: string): string | null {
  const domain = text.trim().toLowerCase();
  if (domain.length > maxLength) return null;
  const labels = domain.split('.');
  const isHostName =
    labels.length >= 2 && labels.every((each) => label.test(each)) && lastLabel.test(labels.at(-1) ?? '');
  return isHostName ? domain : null;
}

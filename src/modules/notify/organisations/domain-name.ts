const maxLength = 253;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** No number: that would be an address. */
const lastLabel = /^([a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/;

/** A domain as it is kept: without white space around it, in lower case; null where it is no host name of two labels. */
export function toDomain(text: string): string | null {
  const domain = text.trim().toLowerCase();
  if (domain.length > maxLength) return null;
  const labels = domain.split('.');
  const isHostName =
    labels.length >= 2 && labels.every((each) => label.test(each)) && lastLabel.test(labels.at(-1) ?? '');
  return isHostName ? domain : null;
}

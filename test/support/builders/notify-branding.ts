import type { TestApp } from '../app.js';

let serial = 0;

/** Returns a body that creates an e-mail branding with a unique name. */
export function anEmailBrandingBody(
  overrides: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return { alt_text: 'Cabinet Office', name: `Branding ${++serial}`, ...overrides };
}

/** Creates an e-mail branding through the API. */
export async function anEmailBranding(
  service: TestApp,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const answer = await service.notify.post('/email-branding', anEmailBrandingBody(overrides));
  return (answer.body as { data: { id: string } }).data.id;
}

/** Returns a body that creates a letter branding with a unique name and filename. */
export function aLetterBrandingBody(
  overrides: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const number = ++serial;
  return { filename: `letterhead-${number}`, name: `Letterhead ${number}`, ...overrides };
}

/** Creates a letter branding through the API. */
export async function aLetterBranding(
  service: TestApp,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const answer = await service.notify.post('/letter-branding', aLetterBrandingBody(overrides));
  return (answer.body as { id: string }).id;
}

import { nhsEmailBrandingId, nhsLetterBrandingId } from '../fixed-ids.js';
import { isNhs, type OrganisationType } from '../organisation-types.js';
import type { BrandingChannel } from '../branding/branding-kind.js';

/** The changes of an organisation's branding in one channel. */
export interface BrandingPlan {
  /** The new default; null removes the default, undefined keeps it. */
  readonly default: string | null | undefined;
  /** The brandings to add to the pool. */
  readonly pool: readonly string[];
}

/** The branding that a request sends for a channel, and the present default. */
interface BrandingRequest {
  readonly organisationType: OrganisationType | undefined;
  readonly sent: string | null | undefined;
  readonly present: string | null;
}

const nhsBrandings: Readonly<Record<BrandingChannel, string>> = {
  email: nhsEmailBrandingId,
  letter: nhsLetterBrandingId,
};

/**
 * Plans the branding of a channel. A sent branding becomes the default and joins the pool. An NHS type adds the NHS
 * branding to the pool instead, and makes it the default if there is none (contract sections 1.5, 1.6).
 */
export function planBranding(channel: BrandingChannel, request: BrandingRequest): BrandingPlan {
  const { organisationType, sent, present } = request;
  if (isNhs(organisationType)) {
    const nhs = nhsBrandings[channel];
    return { default: present === null ? nhs : sent, pool: [nhs] };
  }
  return { default: sent, pool: typeof sent === 'string' ? [sent] : [] };
}

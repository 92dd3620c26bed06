import { nhsEmailBrandingId, nhsLetterBrandingId } from '../fixed-ids.js';
import { isNhs, type OrganisationType } from '../organisation-types.js';
import type { BrandingChannel } from '../branding/branding-kind.js';

/** What becomes of an organisation's branding in one channel. */
export interface BrandingPlan {
  /** The new default; null: none any more; undefined: it stays. */
  readonly default: string | null | undefined;
  /** What joins the pool. */
  readonly pool: readonly string[];
}

/** What a request says of a channel, and what is the default now. */
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
 * A branding that is sent becomes the default and joins the pool. Where the type becomes one of the NHS's, its branding
 * joins the pool alone, and is the default where there was none, whatever else was sent (contract sections 1.5, 1.6).
 */
export function planBranding(channel: BrandingChannel, request: BrandingRequest): BrandingPlan {
  const { organisationType, sent, present } = request;
  if (isNhs(organisationType)) {
    const nhs = nhsBrandings[channel];
    return { default: present === null ? nhs : sent, pool: [nhs] };
  }
  return { default: sent, pool: typeof sent === 'string' ? [sent] : [] };
}

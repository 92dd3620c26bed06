/** What of an e-mail branding is shown: the organisation's logo, GOV.UK's beside it, or a banner (contract section 2.1). */
export const brandTypes = ['org', 'both', 'org_banner'] as const;

export type BrandType = (typeof brandTypes)[number];

import { nhsEmailBrandingId, nhsLetterBrandingId } from '../fixed-ids.js';
import type { LockedOrganisation } from '../locks/organisation-locks.repository.js';
import { impliedCrown, isNhs, type OrganisationType } from '../organisation-types.js';
import type { ServiceChanges } from './service.fields.js';

/** What a request says of the things that an organisation hands down. */
interface Wishes {
  readonly organisation_type?: OrganisationType | null;
  readonly crown?: boolean | null;
  readonly email_branding?: string | null;
  readonly letter_branding?: string | null;
}

const nhsAddress = /[@.]nhs\.(uk|net)$/i;

/**
 * What a new service has from where it belongs: all from its organisation; without one, a Crown status that its type
 * implies, and the NHS brandings where its type or its creator's address is of the NHS. A branding that the request
 * names is kept.
 */
export function inheritance(
  wishes: Wishes,
  organisation: LockedOrganisation | null,
  creatorAddress: string,
): ServiceChanges {
  return organisation === null
    ? ofItsOwn(wishes, creatorAddress)
    : {
        organisationId: organisation.id,
        organisationType: organisation.organisationType as OrganisationType | null,
        crown: organisation.crown,
        ...brandings(wishes, organisation.emailBrandingId, organisation.letterBrandingId),
      };
}

function ofItsOwn(wishes: Wishes, creatorAddress: string): ServiceChanges {
  const { organisation_type: type = null, crown } = wishes;
  const isOfNhs = isNhs(type) || nhsAddress.test(creatorAddress);
  return {
    crown: crown === undefined ? impliedCrown(type) : crown,
    ...(isOfNhs ? brandings(wishes, nhsEmailBrandingId, nhsLetterBrandingId) : {}),
  };
}

function brandings(wishes: Wishes, email: string | null, letter: string | null): ServiceChanges {
  const { email_branding: emailBrandingId = email, letter_branding: letterBrandingId = letter } = wishes;
  return { emailBrandingId, letterBrandingId };
}

import { nhsEmailBrandingId, nhsLetterBrandingId } from '../fixed-ids.js';
import type { LockedOrganisation } from '../locks/organisation-locks.repository.js';
import { impliedCrown, isNhs, type OrganisationType } from '../organisation-types.js';
import type { ServiceChanges } from './service.fields.js';

/** The fields of a request that an organisation would otherwise provide. */
interface Wishes {
  readonly organisation_type?: OrganisationType | null;
  readonly crown?: boolean | null;
  readonly email_branding?: string | null;
  readonly letter_branding?: string | null;
}

const nhsAddress = /[@.]nhs\.(uk|net)$/i;

/**
 * Returns the inherited fields of a new service: those of its organisation; without an organisation, the Crown status
 * that its type implies, and the NHS brandings if its type or its creator's address belongs to the NHS. A branding in the
 * request takes precedence.
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

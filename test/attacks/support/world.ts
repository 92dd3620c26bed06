import { developmentAdminSecret } from '../../../src/config/notify-config.js';
import { writeInviteToken } from '../../../src/modules/notify/invites/invite-token.js';
import { anAdminUser, aFlag, anOrganisation } from '../../support/builders/organisation.js';
import { aBranding, aPendingInvite } from '../../support/builders/notify-organisation.js';
import { aDomain } from '../../support/builders/notify-service.js';
import { aMemberRow, anOrganisationRow, aServiceRow, aUserRow } from '../../support/builders/notify-rows.js';
import { aWebhook } from '../../support/builders/webhook.js';
import type { TestDatabase } from '../../support/postgres.js';

/** Existing ids by kind of resource. */
export interface World {
  readonly organisationIds: readonly string[];
  readonly userEmails: readonly string[];
  readonly flagIds: readonly string[];
  readonly webhookIds: readonly string[];
  readonly notifyOrganisationIds: readonly string[];
  readonly notifyServiceIds: readonly string[];
  readonly notifyUserIds: readonly string[];
  readonly notifyUserEmails: readonly string[];
  readonly domains: readonly string[];
  readonly inviteIds: readonly string[];
  readonly inviteTokens: readonly string[];
  readonly emailBrandingIds: readonly string[];
  readonly letterBrandingIds: readonly string[];
}

/** Indexes of users; of the even ones each is already a member of the organisation with its index. */
const addressees = [0, 1, 3];

/**
 * Inserts `size` resources of each kind into an empty database, without the API. Resources at the same index of two
 * lists belong together: an invite and its organisation, a branding and its pool, an administrator and an organisation.
 */
export async function makeWorld(database: TestDatabase, size: number): Promise<World> {
  const [directory, notify] = [await fillDirectory(database, size), await fillNotify(database, size)];
  return { ...directory, ...notify };
}

const several = async <Result>(
  count: number,
  make: (index: number) => Promise<Result>,
): Promise<Result[]> => {
  const made: Result[] = [];
  for (let index = 0; index < count; index++) made.push(await make(index));
  return made;
};

async function fillDirectory(
  database: TestDatabase,
  size: number,
): Promise<Pick<World, 'organisationIds' | 'userEmails' | 'flagIds' | 'webhookIds'>> {
  const organisationIds = await several(size, (index) =>
    anOrganisation(database, {
      organisation_id: `org-${index}`,
      organisation_name: `Organisation ${index}`,
      registration_number: `number-${index}`,
    }),
  );
  const userEmails = await several(size, async (index) => {
    const userEmail = `admin-${index}@bank.example`;
    await anAdminUser(database, organisationIds[index] ?? '', userEmail);
    return userEmail;
  });
  const flagIds = await several(size, (index) =>
    aFlag(
      database,
      { flag_id: `flag-${index}`, value: `Bank ${index}`, access_level: index % 3 },
      index === 0 ? ['org-0', 'org-1'] : [],
    ),
  );
  const webhookIds = await several(size, () => aWebhook(database, { status: 'Paused' }));
  return { organisationIds, userEmails, flagIds, webhookIds };
}

async function fillNotify(
  database: TestDatabase,
  size: number,
): Promise<Omit<World, 'organisationIds' | 'userEmails' | 'flagIds' | 'webhookIds'>> {
  const notifyOrganisationIds = await several(size, () => anOrganisationRow(database));
  const notifyUserIds = await several(size, (index) =>
    aUserRow(database, { state: index % 2 === 0 ? 'active' : 'pending' }),
  );
  const notifyUserEmails = notifyUserIds.map((id) => `user-${id}@example.gov.uk`);
  const nth = (ids: readonly string[], index: number): string => ids[index % ids.length] ?? '';
  // Two of three services belong to an organisation; one of the two has a go-live request.
  const notifyServiceIds = await several(size, (index) =>
    aServiceRow(database, {
      created_by_id: nth(notifyUserIds, index),
      ...(index % 3 === 2 ? {} : { organisation_id: nth(notifyOrganisationIds, index) }),
      ...(index % 3 === 0
        ? { go_live_user_id: nth(notifyUserIds, index), has_active_go_live_request: true }
        : {}),
    }),
  );
  for (let index = 0; index < size; index += 2)
    await aMemberRow(database, nth(notifyOrganisationIds, index), nth(notifyUserIds, index), [
      'can_make_services_live',
    ]);
  // Three users are members of each organisation with a go-live request, since next steps go to members only, and random
  // requests archive users.
  // The last organisation stays as it is: suites watch the last record of each kind.
  for (let index = 3; index < size - 1; index += 3)
    for (const user of addressees)
      await aMemberRow(database, nth(notifyOrganisationIds, index), nth(notifyUserIds, user));
  const inviteIds = await several(size, (index) =>
    aPendingInvite(database, nth(notifyOrganisationIds, index), {
      // A pending invite would prevent archiving its organisation.
      status: index % 3 === 2 ? 'cancelled' : 'pending',
    }),
  );
  const domains = await several(size, async (index) => {
    const domain = `council-${index}.gov.uk`;
    await aDomain(database, nth(notifyOrganisationIds, index), domain);
    return domain;
  });
  const emailBrandingIds = await several(size, () => aBranding(database, 'email'));
  const letterBrandingIds = await several(size, () => aBranding(database, 'letter'));
  for (const [channel, ids] of [
    ['email', emailBrandingIds],
    ['letter', letterBrandingIds],
  ] as const)
    for (let index = 0; index < size; index++)
      await database.query(
        `INSERT INTO notify.organisation_${channel}_branding (organisation_id, ${channel}_branding_id) VALUES ($1, $2)`,
        [nth(notifyOrganisationIds, index), nth(ids, index)],
      );
  const inviteTokens = inviteIds.map((inviteId) =>
    writeInviteToken({ inviteId, issuedAt: new Date() }, developmentAdminSecret),
  );
  return {
    domains,
    notifyOrganisationIds,
    notifyServiceIds,
    notifyUserEmails,
    notifyUserIds,
    inviteIds,
    inviteTokens,
    emailBrandingIds,
    letterBrandingIds,
  };
}

/** Returns existing values for a parameter or field of this name; empty when the name refers to no stored resource. */
export function idsNamed(world: World, name: string, template: string): readonly string[] {
  const isLetter = template.includes('letter-branding');
  const pools: Readonly<Record<string, readonly string[]>> = {
    OrganisationId: world.organisationIds,
    UserEmail: world.userEmails,
    FlagId: world.flagIds,
    Flags: world.flagIds,
    WebhookId: world.webhookIds,
    domain: world.domains,
    email: world.notifyUserEmails,
    organisation_id: world.notifyOrganisationIds,
    service_id: world.notifyServiceIds,
    user_id: world.notifyUserIds,
    created_by: world.notifyUserIds,
    created_by_id: world.notifyUserIds,
    invited_by: world.notifyUserIds,
    updated_by: world.notifyUserIds,
    go_live_user: world.notifyUserIds,
    agreement_signed_by_id: world.notifyUserIds,
    email_branding: world.emailBrandingIds,
    email_branding_id: world.emailBrandingIds,
    letter_branding: world.letterBrandingIds,
    letter_branding_id: world.letterBrandingIds,
    branding_ids: isLetter ? world.letterBrandingIds : world.emailBrandingIds,
    invite_id: world.inviteIds,
    to: world.notifyUserEmails.filter((_, user) => addressees.includes(user)),
    token: world.inviteTokens,
    invite_id_or_token: [...world.inviteTokens, ...world.inviteIds],
  };
  return pools[name] ?? [];
}

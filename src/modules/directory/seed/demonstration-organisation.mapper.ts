import { sampleAdministratorEmail, sampleOrganisationId } from './sample-organisation.js';
import type { RequestOf } from '../../../fields/field.js';
import type { JsonObject } from '../participants-file/raw-record.js';
import type { organisationFields } from '../organisations/organisation.fields.js';
import { demonstrationCountries } from './demonstration-countries.js';
import { demonstrationFlag } from './demonstration-flags.mapper.js';
import { leiOf } from '../organisations/lei.js';
import { Random } from './random.js';

type Carried = RequestOf<typeof organisationFields>;

/** A record of a file. A required field without a value does not compile; an optional one without a value is null. */
type DemonstrationRecord = { readonly [Field in keyof Carried]: Carried[Field] | null } & {
  readonly OrganisationId: string;
  readonly CreatedOn: string;
  readonly Flags: readonly JsonObject[];
  readonly AdminUsers: readonly JsonObject[];
};

const firstCreatedOn = Date.UTC(2023, 0, 2, 9);
const sizes = ['Micro', 'Small', 'Medium', 'Large'] as const;
/** From here on the names have all been given; a number tells the rest apart. */
const firstNumbered = 100;

/**
 * One fictional organisation as a record of a file. It depends on its index and the seed alone, so a larger set begins
 * with the smaller one. Index 0 is the sample organisation whatever the seed.
 */
export function demonstrationOrganisation(index: number, seed: number): DemonstrationRecord {
  if (index === 0) return sampleOrganisation();
  const random = new Random(seed, index, 2);
  const country = random.pick(demonstrationCountries);
  const { city, postcode } = random.pick(country.places);
  const number = index < firstNumbered ? '' : ` ${index}`;
  const name = `${random.pick(country.names)} ${random.pick(country.kinds)}${number}`;
  const legalName = `${name} ${random.pick(country.forms)}`;
  const domain = `organisation-${index}.example`;
  return {
    OrganisationId: organisationIdOf(index, seed),
    Status: random.chance(85) ? 'Active' : random.pick(['Pending', 'Withdrawn']),
    OrganisationName: name,
    CreatedOn: new Date(firstCreatedOn + index * 61_000 + random.below(60_000)).toISOString(),
    LegalEntityName: legalName,
    CountryOfRegistration: country.code,
    CompanyRegister: country.register,
    Size: random.chance(70) ? random.pick(sizes) : null,
    RegistrationNumber: registrationNumberOf(index),
    RegistrationId: random.chance(60) ? leiOf(`EXMP00${random.digits(12)}`) : null,
    RegisteredName: random.chance(50) ? legalName : null,
    AddressLine1: `${random.pick(country.streets)} ${1 + random.below(200)}`,
    AddressLine2: random.chance(20) ? `${1 + random.below(30)}/${1 + random.below(9)}` : null,
    City: city,
    Postcode: postcode.replaceAll('#', () => random.digits(1)),
    Country: country.code,
    ParentOrganisationReference: random.chance(20) ? parentOf(random.below(index), seed, random) : null,
    RequiresParticipantTermsAndConditionsSigning: random.chance(90),
    LogoUri: random.chance(60) ? `https://www.${domain}/logo.${random.pick(['svg', 'png'])}` : null,
    Flags: flagsOf(random),
    AdminUsers: adminUsersOf(domain, random),
  };
}

function sampleOrganisation(): DemonstrationRecord {
  return {
    OrganisationId: sampleOrganisationId,
    Status: 'Active',
    OrganisationName: 'Sample Bank plc',
    CreatedOn: new Date(firstCreatedOn).toISOString(),
    LegalEntityName: 'Sample Bank plc',
    CountryOfRegistration: 'GB',
    CompanyRegister: 'Companies House',
    Size: 'Large',
    RegistrationNumber: registrationNumberOf(0),
    RegistrationId: leiOf('EXMP00SAMPLEBANK00'),
    RegisteredName: 'Sample Bank Public Limited Company',
    AddressLine1: '1 Example Street',
    AddressLine2: null,
    City: 'London',
    Postcode: 'EC1A 1AA',
    Country: 'GB',
    ParentOrganisationReference: null,
    RequiresParticipantTermsAndConditionsSigning: true,
    LogoUri: 'https://www.sample-bank.example/logo.svg',
    Flags: [demonstrationFlag(0), demonstrationFlag(4)],
    AdminUsers: [{ UserEmail: sampleAdministratorEmail, Status: 'Active' }],
  };
}

/** An RFC 9562 version 4 UUID that ends in the index, so that no two are the same. */
function organisationIdOf(index: number, seed: number): string {
  if (index === 0) return sampleOrganisationId;
  const random = new Random(seed, index, 1);
  const hex = (digits: number): string => random.bits().toString(16).padStart(8, '0').slice(0, digits);
  return [hex(8), hex(4), `4${hex(3)}`, `8${hex(3)}`, index.toString(16).padStart(12, '0')].join('-');
}

/** Distinct for the first 90 million organisations. */
function registrationNumberOf(index: number): string {
  return String(10_000_000 + ((index * 7_919) % 90_000_000));
}

/** Ecosystems refer to parents in both ways. */
function parentOf(index: number, seed: number, random: Random): string {
  return random.chance(50) ? organisationIdOf(index, seed) : registrationNumberOf(index);
}

function flagsOf(random: Random): JsonObject[] {
  const indexes = new Set(Array.from({ length: random.below(4) }, () => random.below(8)));
  return [...indexes].sort((one, other) => one - other).map(demonstrationFlag);
}

function adminUsersOf(domain: string, random: Random): JsonObject[] {
  const users = [];
  if (random.chance(70)) users.push({ UserEmail: `admin@${domain}`, Status: 'Active' });
  if (random.chance(15)) users.push({ UserEmail: `former-admin@${domain}`, Status: 'Inactive' });
  return users;
}

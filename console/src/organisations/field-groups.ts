/** The groups that pages show the fields of an organisation in, each in the order of reading. */
const groups = {
  identity: [
    'OrganisationId',
    'OrganisationName',
    'LegalEntityName',
    'Status',
    'Size',
    'LogoUri',
    'CreatedOn',
  ],
  registration: [
    'CountryOfRegistration',
    'CompanyRegister',
    'RegistrationNumber',
    'RegistrationId',
    'RegisteredName',
  ],
  address: ['AddressLine1', 'AddressLine2', 'City', 'Postcode', 'Country'],
  relations: ['ParentOrganisationReference', 'RequiresParticipantTermsAndConditionsSigning', 'Flags'],
} as const;

type FieldGroupName = keyof typeof groups;

export interface FieldGroup {
  readonly name: FieldGroupName;
  readonly fields: readonly string[];
}

/** Returns the given fields in their groups. A field that no group names is in the last one. */
export function groupsOf(fields: readonly string[]): FieldGroup[] {
  const names = Object.keys(groups) as FieldGroupName[];
  const grouped = new Set<string>(Object.values(groups).flat());
  const others = fields.filter((field) => !grouped.has(field));
  return names
    .map((name) => ({
      name,
      fields: [
        ...groups[name].filter((field) => fields.includes(field)),
        ...(name === names.at(-1) ? others : []),
      ],
    }))
    .filter((group) => group.fields.length > 0);
}

/** The rows of the sample. Ids and texts come from the published examples of the Notify API. */

export const sampleUsers = [
  [
    'b2c3d4e5-f6a7-5b8c-9d0e-1f2a3b4c5d6e',
    'Jane Smith',
    'jane.smith@cabinetoffice.gov.uk',
    '+447700900000',
    'active',
  ],
  [
    'a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d',
    'Amina Khan',
    'amina.khan@cabinetoffice.gov.uk',
    '+447700900001',
    'active',
  ],
  [
    'c3d4e5f6-a7b8-4c9d-8e0f-2a3b4c5d6e7f',
    'John Doe',
    'john.doe@education.gov.uk',
    '+447700900002',
    'active',
  ],
  ['d4e5f6a7-b8c9-4d0e-8f1a-3b4c5d6e7f80', 'Sam Okafor', 'sam.okafor@dft.gov.uk', '+447700900003', 'active'],
  [
    'f6a7b8c9-d0e1-4f2a-8b3c-5d6e7f809102',
    'Robin Archer',
    '_archived_2024-01-20_robin.archer@dft.gov.uk',
    null,
    'inactive',
  ],
] as const;

export const sampleEmailBrandings = [
  ['3f5e7c9a-1b2d-4e8f-9a3c-7d6e4b2f1a8c', 'Cabinet Office', '#005ea5', 'cabinet-office-logo.png'],
  ['4a6b8c0d-2e3f-5a7b-9c1d-8e9f0a1b2c3d', 'Department for Education', '#003a69', 'dfe-logo.png'],
] as const;

export const sampleLetterBrandings = [
  ['5f6a7b8c-9d0e-1f2a-3b4c-5d6e7f8a9b0c', 'Cabinet Office Letterhead', 'cabinet-office-letter-template'],
  ['6a7b8c9d-0e1f-2a3b-4c5d-6e7f8a9b0c1d', 'Department for Education Letterhead', 'dfe-letter-template'],
] as const;

export interface SampleOrganisation {
  readonly id: string;
  readonly name: string;
  readonly crown: boolean;
  readonly organisationType: string;
  readonly domains: readonly string[];
  readonly emailBrandingId: string | null;
  readonly letterBrandingId: string | null;
  /** Members by id, with their permissions. */
  readonly members: readonly (readonly [string, readonly string[]])[];
}

export const sampleOrganisations: readonly SampleOrganisation[] = [
  {
    id: '1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d',
    name: 'Cabinet Office',
    crown: true,
    organisationType: 'central',
    domains: ['cabinetoffice.gov.uk'],
    emailBrandingId: '3f5e7c9a-1b2d-4e8f-9a3c-7d6e4b2f1a8c',
    letterBrandingId: '5f6a7b8c-9d0e-1f2a-3b4c-5d6e7f8a9b0c',
    members: [
      ['b2c3d4e5-f6a7-5b8c-9d0e-1f2a3b4c5d6e', ['can_make_services_live']],
      ['a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d', []],
    ],
  },
  {
    id: '2b3c4d5e-6f7a-8b9c-0d1e-2f3a4b5c6d7e',
    name: 'Department for Education',
    crown: true,
    organisationType: 'central',
    domains: ['education.gov.uk'],
    emailBrandingId: '4a6b8c0d-2e3f-5a7b-9c1d-8e9f0a1b2c3d',
    letterBrandingId: '6a7b8c9d-0e1f-2a3b-4c5d-6e7f8a9b0c1d',
    members: [['c3d4e5f6-a7b8-4c9d-8e0f-2a3b4c5d6e7f', ['can_make_services_live']]],
  },
  {
    id: '3c4d5e6f-7a8b-4c9d-8e0f-2a3b4c5d6e70',
    name: 'Transport Sample Agency',
    crown: false,
    organisationType: 'other',
    domains: ['dft.gov.uk', 'transport.example.gov.uk'],
    emailBrandingId: null,
    letterBrandingId: null,
    members: [['d4e5f6a7-b8c9-4d0e-8f1a-3b4c5d6e7f80', ['can_make_services_live']]],
  },
];

export interface SampleService {
  readonly id: string;
  readonly name: string;
  readonly organisationId: string;
  readonly active: boolean;
  readonly restricted: boolean;
  readonly emailLimit: number;
  readonly createdById: string;
  /** Messages on a weekday; a third of them on a day of the weekend. */
  readonly perDay: { readonly email: number; readonly sms: number; readonly letter: number };
}

const [cabinetOffice, education, transport] = sampleOrganisations.map((organisation) => organisation.id) as [
  string,
  string,
  string,
];

export const sampleServices: readonly SampleService[] = [
  {
    id: '8c9d0e1f-2a3b-4c5d-6e7f-8a9b0c1d2e3f',
    name: 'Tax Notifications',
    organisationId: cabinetOffice,
    active: true,
    restricted: false,
    emailLimit: 250_000,
    createdById: 'b2c3d4e5-f6a7-5b8c-9d0e-1f2a3b4c5d6e',
    perDay: { email: 340, sms: 140, letter: 40 },
  },
  {
    id: '9d0e1f2a-3b4c-5d6e-7f8a-9b0c1d2e3f4a',
    name: 'Staff Communications',
    organisationId: cabinetOffice,
    active: false,
    restricted: true,
    emailLimit: 50,
    createdById: 'b2c3d4e5-f6a7-5b8c-9d0e-1f2a3b4c5d6e',
    perDay: { email: 2, sms: 0, letter: 0 },
  },
  {
    id: 'ae1f2a3b-4c5d-4e7f-8a9b-0c1d2e3f4a5b',
    name: 'Exam Results',
    organisationId: education,
    active: true,
    restricted: false,
    emailLimit: 250_000,
    createdById: 'c3d4e5f6-a7b8-4c9d-8e0f-2a3b4c5d6e7f',
    perDay: { email: 900, sms: 60, letter: 5 },
  },
  {
    id: 'bf2a3b4c-5d6e-4f8a-9b0c-1d2e3f4a5b6c',
    name: 'Teacher Training',
    organisationId: education,
    active: true,
    restricted: true,
    emailLimit: 50,
    createdById: 'c3d4e5f6-a7b8-4c9d-8e0f-2a3b4c5d6e7f',
    perDay: { email: 3, sms: 1, letter: 0 },
  },
  {
    id: 'c03b4c5d-6e7f-4a9b-8c1d-2e3f4a5b6c7d',
    name: 'Driving Test Reminders',
    organisationId: transport,
    active: true,
    restricted: false,
    emailLimit: 100_000,
    createdById: 'd4e5f6a7-b8c9-4d0e-8f1a-3b4c5d6e7f80',
    perDay: { email: 210, sms: 320, letter: 12 },
  },
];

/** A pending invite. */
export interface SampleInvite {
  readonly id: string;
  readonly organisationId: string;
  readonly emailAddress: string;
  readonly invitedById: string;
}

export const sampleInvite: SampleInvite = {
  id: 'e5f6a7b8-c9d0-4e1f-8a2b-4c5d6e7f8091',
  organisationId: education,
  emailAddress: 'new.colleague@education.gov.uk',
  invitedById: 'c3d4e5f6-a7b8-4c9d-8e0f-2a3b4c5d6e7f',
};

/** The service in trial whose go-live is requested, and the user who asks. */
export const sampleGoLiveRequest = {
  serviceId: 'bf2a3b4c-5d6e-4f8a-9b0c-1d2e3f4a5b6c',
  userId: 'c3d4e5f6-a7b8-4c9d-8e0f-2a3b4c5d6e7f',
} as const;

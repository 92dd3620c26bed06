import { number, plural } from '../format.ts';

/** The English messages; every other language has the same keys. Sections follow the folders of pages/. */
const english = {
  shell: {
    skipToContent: 'Skip to content',
    menu: 'Menu',
    closeMenu: 'Close the menu',
    pages: 'Pages',
    signOut: 'Sign out',
    theme: 'Theme',
    themeSystem: 'As the system',
    themeLight: 'Light',
    themeDark: 'Dark',
    language: 'Language',
    notFoundTitle: 'There is no such page',
    notFoundText: 'The address names no page of this console.',
    toOverview: 'Go to the overview',
    sessionEndedTitle: 'Your session has ended',
    sessionEndedText: 'Sign in again to go on. What you typed is kept in this tab.',
    offlineTitle: 'The directory does not answer',
    offlineText: 'The console tries again by itself. What you typed is kept.',
  },
  navigation: {
    overview: 'Overview',
    organisations: 'Organisations',
    flags: 'Flags',
    changes: 'Changes',
    webhooks: 'Webhooks',
    import: 'Import',
    developer: 'Developer',
  },
  common: {
    loading: 'Loading…',
    tryAgain: 'Try again',
    cancel: 'Cancel',
    close: 'Close',
    save: 'Save',
    saving: 'Saving…',
    copy: 'Copy',
    copied: 'Copied',
    none: 'None',
    yes: 'Yes',
    no: 'No',
    unknown: 'Unknown',
    interactionId: 'Interaction id',
    errorTitle: 'This did not work',
    noConnection: 'The directory does not answer. Check your connection, then try again.',
    showTable: 'Show as a table',
    previousPage: 'Previous',
    nextPage: 'Next',
    pageSize: 'Rows a page',
    pageOf: (page: number, pages: number) => `Page ${number(page)} of ${number(pages)}`,
    organisations: (count: number) =>
      `${number(count)} ${plural(count, { one: 'organisation', other: 'organisations' })}`,
    required: 'required',
  },
  status: { Active: 'Active', Pending: 'Pending', Withdrawn: 'Withdrawn', Inactive: 'Inactive' },
  /** Labels of the fields by their name on the wire. */
  fields: {
    OrganisationId: 'Organisation id',
    OrganisationName: 'Name',
    LegalEntityName: 'Legal entity name',
    Status: 'Status',
    CreatedOn: 'Created',
    CountryOfRegistration: 'Country of registration',
    CompanyRegister: 'Company register',
    RegistrationNumber: 'Registration number',
    RegistrationId: 'Registration id',
    RegisteredName: 'Registered name',
    AddressLine1: 'Address line 1',
    AddressLine2: 'Address line 2',
    City: 'City',
    Postcode: 'Postcode',
    Country: 'Country',
    ParentOrganisationReference: 'Parent organisation',
    RequiresParticipantTermsAndConditionsSigning: 'Must sign the terms and conditions',
    LogoUri: 'Logo',
    Size: 'Size',
    Flags: 'Flags',
    Warnings: 'Warnings',
    AdminUsers: 'Administrators',
  },
  signIn: {
    title: 'Sign in',
    intro:
      'This directory lists the organisations of a trust framework: who they are, who may act for them, and how they change.',
    button: 'Sign in',
    failed: 'The sign-in did not work',
    developmentTitle: 'Sample users',
    developmentText: 'This directory runs for development. Choose who you want to be; no password is asked.',
    superUser: 'Super user',
    superUserText: 'Reads and changes everything.',
    administrator: 'Administrator of one organisation',
    administratorText: 'Reads and changes the sample organisation.',
    apiLink: 'Try the API in Swagger UI',
  },
  overview: {
    title: 'Overview',
  },
  organisations: {
    title: 'Organisations',
  },
  organisation: {
    title: 'Organisation',
  },
  edit: {
    title: 'Edit',
    newTitle: 'New organisation',
  },
  administrators: {
    title: 'Administrators',
  },
  flags: {
    title: 'Flags',
    newTitle: 'New flag',
  },
  history: {
    revision: (revision: number) => `Revision ${number(revision)}`,
    client: (clientId: string) => `client ${clientId}`,
    before: 'Before',
    after: 'After',
    more: 'Show earlier changes',
    empty: 'Nothing has changed yet.',
    operations: {
      Create: 'Created',
      Update: 'Changed',
      Import: 'Imported',
      FlagCascade: 'Flag switched off',
      AdminUser: 'Administrator changed',
    },
  },
  changes: {
    title: 'Changes',
  },
  webhooks: {
    title: 'Webhooks',
    newTitle: 'New webhook',
  },
  import: {
    title: 'Import',
  },
  developer: {
    title: 'Developer',
  },
};

/** The shape of a language: the keys of English, with the same parameters. */
export type Messages = typeof english;

export default english;

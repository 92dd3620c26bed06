/** An organisation that a user belongs to. */
interface UserOrganisationRow {
  readonly id: string;
  readonly name: string;
  readonly liveServices: number;
}

/** A service that a user works on. */
interface UserServiceRow {
  readonly id: string;
  readonly name: string;
  readonly organisationId: string | null;
  readonly restricted: boolean;
}

/** What a user belongs to, active ones only, each by name. */
export interface UserAccountsRow {
  readonly organisations: readonly UserOrganisationRow[];
  readonly services: readonly UserServiceRow[];
}

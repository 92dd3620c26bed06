/** A service as the list of an organisation shows it. */
export interface LinkedService {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly restricted: boolean;
  /** A bigint, as the driver hands it over. */
  readonly emailMessageLimit: string;
  readonly organisationId: string;
}

/** An agreement (MOU) as its e-mails tell of it. */
export interface Agreement {
  readonly organisationId: string;
  readonly organisationName: string;
  readonly crown: boolean | null;
  readonly signedByName: string;
  readonly signedByAddress: string;
  readonly onBehalfOfName: string | null;
  /** As it was sent, unchecked. */
  readonly onBehalfOfAddress: string | null;
}

/** A change to record. */
export interface AuditEntry {
  readonly entity: 'organisation' | 'service' | 'user' | 'email_branding' | 'letter_branding';
  readonly entityId: string;
  /** The operation in the API's words: `create`, `update`, `archive`, `link-service`, `add-user`, … */
  readonly operation: string;
  /** Requested or changed values by wire name; never a secret. */
  readonly changes: Readonly<Record<string, unknown>>;
}

/** A backup can't be read, or can't be restored here; the message is one sentence for the operator. */
export class BackupFault extends Error {}

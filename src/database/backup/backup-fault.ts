/** A backup can't be written, read or restored; the message is one clause or sentence for the operator. */
export class BackupFault extends Error {}

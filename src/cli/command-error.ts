/** A command can't do its work; the message is one sentence for the operator. */
export class CommandError extends Error {}

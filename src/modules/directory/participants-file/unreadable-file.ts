/** The file can't be imported; the message is the predicate of a sentence about the file. */
export class UnreadableFile extends Error {}

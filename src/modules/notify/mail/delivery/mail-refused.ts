/** This mail will not be taken, however often it is sent. */
export class MailRefused extends Error {}

/** The reason why a request got no answer, as a sentence for the owner of the webhook. */
export class SendFailure extends Error {}

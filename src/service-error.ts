/** Why the service did not start: one sentence for the operator. */
export class ServiceError extends Error {}

/** Headers of an error response, by lower-case name. */
export type ProblemHeaders = Readonly<Record<string, string>>;

/**
 * An error with a response of its own. It contains only what the caller may see; each API renders it in its own dialect.
 */
export class Problem extends Error {
  constructor(
    readonly status: number,
    /** Stable, kebab-case, listed in docs/api. */
    readonly code: string,
    /** One sentence for each fault. */
    readonly sentences: readonly string[],
    readonly headers: ProblemHeaders = {},
    options?: ErrorOptions,
  ) {
    super(sentences.join(' '), options);
    this.name = new.target.name;
  }
}

/** Max sentences of a body, which must not grow with the request. */
const maxSentences = 100;

/** 400: the request is invalid; each fault has its own sentence, up to a hundred. */
export class Invalid extends Problem {
  constructor(sentences: readonly string[], headers: ProblemHeaders = {}) {
    const more = sentences.length - maxSentences;
    const shown = more > 0 ? [...sentences.slice(0, maxSentences), `and ${more} more`] : sentences;
    super(400, 'invalid', shown, headers);
  }
}

/** 401 with the challenge of RFC 6750 §3. */
export class Unauthenticated extends Problem {
  constructor(sentence: string, challenge: string, headers: ProblemHeaders = {}) {
    super(401, 'unauthenticated', [sentence], { ...headers, 'www-authenticate': challenge });
  }
}

/** 403: authenticated, but not allowed. */
export class Forbidden extends Problem {
  constructor(sentence: string, headers: ProblemHeaders = {}) {
    super(403, 'forbidden', [sentence], headers);
  }
}

/** 404: the resource does not exist, or the caller may not learn of it. */
export class NotFound extends Problem {
  /** @param advice a sentence for the 405 that this becomes where the path has other methods */
  constructor(
    sentence: string,
    readonly advice: string | null = null,
  ) {
    super(404, 'not-found', [sentence]);
  }
}

/** Returns the 404 of a path without a route. */
export function nothingHere(advice: string | null = null): NotFound {
  return new NotFound('There is nothing at this path. /docs lists all paths of this service.', advice);
}

/** 405 with `Allow` (RFC 9110 §15.5.6); `advice` is one more sentence. */
export class MethodNotAllowed extends Problem {
  constructor(method: string, allowed: readonly string[], advice: string | null) {
    const sentence = `${method} is not allowed here; use ${allowed.join(', ')}. /docs describes each operation.`;
    const sentences = advice === null ? [sentence] : [sentence, advice];
    super(405, 'method-not-allowed', sentences, { allow: allowed.join(', ') });
  }
}

/** 406: the client accepts no available media type. */
export class NotAcceptable extends Problem {
  constructor(sentence: string) {
    super(406, 'not-acceptable', [sentence]);
  }
}

/** 409: the resource exists already, or is in use. */
export class Conflict extends Problem {
  constructor(sentence: string) {
    super(409, 'conflict', [sentence]);
  }
}

/** 410: the caller goes on from a place that no longer exists. */
export class Gone extends Problem {
  constructor(sentence: string, headers: ProblemHeaders = {}) {
    super(410, 'gone', [sentence], headers);
  }
}

/** 412: the resource has changed since the caller read it. */
export class PreconditionFailed extends Problem {
  constructor(sentence: string) {
    super(412, 'precondition-failed', [sentence]);
  }
}

/** 413: the body is larger than the limit. */
export class BodyTooLarge extends Problem {
  constructor(maxBytes: number) {
    super(413, 'body-too-large', [
      `The body is larger than ${maxBytes} bytes, the maximum. Send a smaller one.`,
    ]);
  }
}

/** 415: the media type of the body is not supported. */
export class UnsupportedMediaType extends Problem {
  constructor(sentence: string, headers: ProblemHeaders = {}) {
    super(415, 'unsupported-media-type', [sentence], headers);
  }
}

/** 428: the operator requires `If-Match` on writes (RFC 6585 §3). */
export class PreconditionRequired extends Problem {
  constructor(sentence: string) {
    super(428, 'precondition-required', [sentence]);
  }
}

/** 429 with `Retry-After` in seconds (RFC 6585 §4). */
export class TooManyRequests extends Problem {
  constructor(retryAfterSeconds: number, headers: ProblemHeaders = {}) {
    const wait = retryAfterSeconds === 1 ? '1 second' : `${retryAfterSeconds} seconds`;
    super(
      429,
      'too-many-requests',
      [`Too many requests. Wait ${wait}, as Retry-After says, and try again.`],
      {
        ...headers,
        'retry-after': String(retryAfterSeconds),
      },
    );
  }
}

const busy = 'The directory has too much to do at the moment; try again soon.';

interface OverloadedOptions extends ErrorOptions {
  readonly sentence?: string;
}

/** 503 with `Retry-After` in seconds (RFC 9110 §15.6.4): the service is overloaded. */
export class Overloaded extends Problem {
  constructor(retryAfterSeconds: number, { sentence = busy, cause }: OverloadedOptions = {}) {
    super(503, 'overloaded', [sentence], { 'retry-after': String(retryAfterSeconds) }, { cause });
  }
}

/** 503 with `Retry-After` in seconds: the keys of the issuer are unknown or too old, so no token can be verified. */
export class IssuerUnreachable extends Problem {
  constructor(retryAfterSeconds: number) {
    const sentence =
      'The keys of the authorisation server can not be fetched now, so no token can be verified. Try again after Retry-After.';
    super(503, 'issuer-unreachable', [sentence], { 'retry-after': String(retryAfterSeconds) });
  }
}

/** 502: the database can't be reached. */
export class BadGateway extends Problem {
  constructor(cause: unknown) {
    super(
      502,
      'database-unreachable',
      ['The directory can not reach its database; try again later.'],
      {},
      { cause },
    );
  }
}

/** 504: the database did not answer in time. */
export class GatewayTimeout extends Problem {
  constructor(cause: unknown) {
    super(
      504,
      'database-timeout',
      ['The directory did not get an answer in time; try again later.'],
      {},
      { cause },
    );
  }
}

/** 500: anything else; the cause goes to the log only. */
export class InternalError extends Problem {
  constructor(cause: unknown) {
    super(500, 'internal-error', ['Something went wrong on our side.'], {}, { cause });
  }
}

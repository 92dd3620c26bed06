/** An error response of the directory. */
export class DirectoryError extends Error {
  override readonly name: string = 'DirectoryError';

  constructor(
    readonly status: number,
    /** One sentence for each fault: the input, the expected value and the next step. */
    readonly sentences: readonly string[],
    /** The id under which the operator finds the request in the log. */
    readonly interactionId: string,
    readonly headers: Headers,
  ) {
    super(`${status} ${sentences.join(' ')} (interaction id ${interactionId})`);
  }
}

/** 410: the directory has another log of changes, because it was restored from a backup. Read everything again. */
export class LogReplacedError extends DirectoryError {
  override readonly name = 'LogReplacedError';
}

/** There was no answer: no connection, or not in time. `cause` has the details. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';

  constructor(
    message: string,
    readonly interactionId: string,
    options: ErrorOptions,
  ) {
    super(`${message} (interaction id ${interactionId})`, options);
  }
}

/** The authorisation server gave no token. */
export class TokenError extends Error {
  override readonly name = 'TokenError';

  constructor(
    message: string,
    /** The status of its answer; null without an answer. */
    readonly status: number | null,
    /** The error code of RFC 6749 §5.2, such as `invalid_client`; null if there is none. */
    readonly code: string | null,
    options: ErrorOptions = {},
  ) {
    super(message, options);
  }
}

/** Returns the error that a response describes. A proxy's answer may have another format than the directory's. */
export function errorOf(response: Response, text: string, sentId: string): DirectoryError {
  const id = response.headers.get('x-fapi-interaction-id') ?? sentId;
  const Kind = response.status === 410 ? LogReplacedError : DirectoryError;
  return new Kind(response.status, sentencesOf(text) ?? [text.slice(0, 1_000)], id, response.headers);
}

/** True for an error that may pass by itself: no answer, 429, and answers from 500 on. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  if (error instanceof TokenError && error.status === null) return true;
  if (!(error instanceof DirectoryError || error instanceof TokenError)) return false;
  return error.status !== null && (error.status === 429 || error.status >= 500);
}

function sentencesOf(text: string): string[] | null {
  try {
    const { errors } = JSON.parse(text) as { errors?: unknown };
    return Array.isArray(errors) && errors.length > 0 ? errors.map(String) : null;
  } catch {
    return null;
  }
}

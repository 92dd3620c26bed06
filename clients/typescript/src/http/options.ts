/** The `fetch` of the platform, or one with the same parameters, such as `mutualTlsFetch`. */
export type Fetch = typeof globalThis.fetch;

/** The options that requests to the directory and to the authorisation server share. */
export interface HttpOptions {
  /** Sends the requests; default: the platform's `fetch`. */
  readonly fetch?: Fetch;
  /** Maximum seconds until an answer is complete; default 120. */
  readonly timeoutSeconds?: number;
  /** Attempts in total if the answer is 429 or 503; default 5. */
  readonly maxAttempts?: number;
  /** A longer `Retry-After` is not waited for: the error is thrown at once. Default 60. */
  readonly maxWaitSeconds?: number;
  /** Allows http to other machines than this one. */
  readonly allowHttp?: boolean;
}

/** `HttpOptions` with the defaults filled in. */
export type HttpSettings = Required<HttpOptions>;

export function settingsOf(options: HttpOptions): HttpSettings {
  return {
    fetch: options.fetch ?? ((...args) => globalThis.fetch(...args)),
    timeoutSeconds: options.timeoutSeconds ?? 120,
    maxAttempts: options.maxAttempts ?? 5,
    maxWaitSeconds: options.maxWaitSeconds ?? 60,
    allowHttp: options.allowHttp ?? false,
  };
}

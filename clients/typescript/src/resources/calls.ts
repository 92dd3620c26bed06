/** The options that each call takes. */
export interface CallOptions {
  /** Aborts the call, waiting included. */
  readonly signal?: AbortSignal;
  /** The id of the request in your log and the directory's; default: a new UUID. */
  readonly interactionId?: string;
  /** More headers, such as `x-fapi-customer-ip-address`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The options of a call that changes something. */
export interface ChangeOptions extends CallOptions {
  /** The ETag of the state that the change is based on; without it the last change wins. */
  readonly ifMatch?: string;
}

/** A value, and the ETag of its state for `ifMatch`. */
export interface Tagged<Value> {
  readonly value: Value;
  readonly etag: string;
}

/** Returns the options of a call as `openapi-fetch` takes them. */
export function initOf(options: ChangeOptions = {}): {
  headers: Record<string, string>;
  signal: AbortSignal | null;
} {
  const { signal = null, interactionId, ifMatch, headers = {} } = options;
  return {
    signal,
    headers: {
      ...headers,
      ...(interactionId === undefined ? {} : { 'x-fapi-interaction-id': interactionId }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
  };
}

/** Returns the body of a successful answer; errors have been thrown already. */
export function valueOf<Value>({ data, response }: { data?: Value; response: Response }): Value {
  if (data === undefined) throw new Error(`The directory answered ${response.status} without a body.`);
  return data;
}

/** Returns the body of a successful answer with its ETag. */
export function taggedOf<Value>(result: { data?: Value; response: Response }): Tagged<Value> {
  return { value: valueOf(result), etag: result.response.headers.get('etag') ?? '' };
}

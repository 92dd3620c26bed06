/** One exchange: method, path, status, and the request's headers. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
}

/** Returns a `fetch` for a client, and the exchanges that it has had. */
export function recordingFetch(send: typeof fetch = fetch): { fetch: typeof fetch; exchanges: Exchange[] } {
  const exchanges: Exchange[] = [];
  return {
    exchanges,
    async fetch(input, init) {
      const request = new Request(input, init);
      const response = await send(input, init);
      const { method, headers } = request;
      exchanges.push({ method, path: new URL(request.url).pathname, status: response.status, headers });
      return response;
    },
  };
}

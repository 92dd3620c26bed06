import type { RouteOptions } from 'fastify';
import createRouter from 'find-my-way';

/** Router options of Fastify and `KnownRoutes`. The DTOs limit the length of parameters, not the router. */
export const routerOptions = { ignoreTrailingSlash: true, maxParamLength: 16_384 } as const;

/**
 * The methods of each path, for 405 and its Allow header. Fastify treats a known path with another method as unknown. The
 * paths are matched by Fastify's own router.
 */
export class KnownRoutes {
  private readonly methods = new Map<string, Set<string>>();
  private readonly router = createRouter(routerOptions);

  /** Adds a route; call this from Fastify's onRoute hook. */
  add(route: Pick<RouteOptions, 'method' | 'url'>): void {
    // The catch-all route of preflights is no path of its own.
    if (route.url === '*') return;
    const known = this.methods.get(route.url) ?? this.newPath(route.url);
    for (const method of [route.method].flat()) known.add(method.toUpperCase());
  }

  /** Returns the sorted methods of a path; empty for an unknown path. */
  methodsOf(path: string): string[] {
    const found = this.router.find('GET', path);
    const store: unknown = found?.store;
    return store instanceof Set ? [...(store as Set<string>)].sort() : [];
  }

  /** Returns true if no route matches, so that a "not found" comes from the router and not from a handler. */
  isUnrouted(method: string, path: string): boolean {
    return !this.methodsOf(path).includes(method);
  }

  private newPath(url: string): Set<string> {
    const known = new Set<string>();
    this.methods.set(url, known);
    this.router.on('GET', url, () => undefined, known);
    return known;
  }
}

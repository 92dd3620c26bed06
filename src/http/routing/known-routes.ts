import type { RouteOptions } from 'fastify';
import createRouter from 'find-my-way';

/** How paths are matched, by Fastify and here. The longest parameter leaves long ones to the rules of the operation. */
export const routerOptions = { ignoreTrailingSlash: true, maxParamLength: 16_384 } as const;

/**
 * Which methods each path answers to. Fastify treats a known path with another method as unknown; with this, the
 * error answer can tell the two apart and name the methods. Matches as Fastify does: it is Fastify's own router.
 */
export class KnownRoutes {
  private readonly methods = new Map<string, Set<string>>();
  private readonly router = createRouter(routerOptions);

  /** To be called for each route as it is registered (Fastify's onRoute hook). */
  add(route: Pick<RouteOptions, 'method' | 'url'>): void {
    // The catch-all that answers preflights stands for no path of its own.
    if (route.url === '*') return;
    const known = this.methods.get(route.url) ?? this.newPath(route.url);
    for (const method of [route.method].flat()) known.add(method.toUpperCase());
  }

  /** The methods that a path answers to, sorted; none for an unknown path. */
  methodsOf(path: string): string[] {
    const found = this.router.find('GET', path);
    const store: unknown = found?.store;
    return store instanceof Set ? [...(store as Set<string>)].sort() : [];
  }

  /** True where no handler took the request, so that a "not found" came from the router itself. */
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

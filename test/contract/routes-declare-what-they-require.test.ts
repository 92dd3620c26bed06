import { GUARDS_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { requirementKey } from '../../src/modules/directory/auth/requires.decorator.js';
import { apiKeyScopes } from '../../src/modules/notify/auth/api-key-scopes.js';
import { scopeKey } from '../../src/modules/notify/auth/needs-scope.decorator.js';
import { NotifyAuthGuard } from '../../src/modules/notify/auth/notify-auth.guard.js';
import { startApp, type TestApp } from '../support/app.js';
import { readDocument } from '../support/openapi.js';

/** Open paths: those of the process, and those for Notify's monitors. */
const open = new Set(['health/live', 'health/ready', 'metrics', '_status']);

interface Route {
  readonly path: string;
  /** The scope that the directory requires; undefined without a required scope. */
  readonly requirement: unknown;
  readonly hasNotifyGuard: boolean;
  /** The scope that an API key needs; undefined outside of the Notify API. */
  readonly scope: unknown;
}

function hasNotifyGuard(target: object): boolean {
  const guards: unknown = Reflect.getMetadata(GUARDS_METADATA, target);
  return Array.isArray(guards) && guards.includes(NotifyAuthGuard);
}

describe('every route', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const routesOf = (): Route[] => {
    const discovery = new DiscoveryService(service.app.get(ModulesContainer));
    return discovery.getControllers().flatMap(({ metatype, instance }) => {
      const controller = metatype ?? Object;
      const base = String(Reflect.getMetadata(PATH_METADATA, controller));
      const prototype = Object.getPrototypeOf(instance) as Record<string, object | undefined>;
      return new MetadataScanner()
        .getAllMethodNames(prototype)
        .map((name) => prototype[name])
        .filter((handler) => handler !== undefined)
        .filter((handler) => Reflect.hasMetadata(METHOD_METADATA, handler))
        .map((handler) => ({
          path: [base, String(Reflect.getMetadata(PATH_METADATA, handler))].join('/').replace(/\/+$/, ''),
          requirement: Reflect.getMetadata(requirementKey, handler) as unknown,
          hasNotifyGuard: hasNotifyGuard(controller) || hasNotifyGuard(handler),
          scope: Reflect.getMetadata(scopeKey, handler) as unknown,
        }));
    });
  };

  it('declares its required rights or is one of the listed open paths', () => {
    const routes = routesOf();
    const undeclared = routes.filter((route) => route.requirement === undefined && !route.hasNotifyGuard);
    expect(new Set(undeclared.map((route) => route.path))).toEqual(open);
    expect(routes.length).toBeGreaterThanOrEqual(17);
  });

  it('declares a scope of API keys if and only if it is of the Notify API', () => {
    const wrong = routesOf().filter(({ scope, hasNotifyGuard }) =>
      hasNotifyGuard ? !apiKeyScopes.some((each) => each === scope) : scope !== undefined,
    );
    expect(wrong).toEqual([]);
  });

  it('requires the token of exactly one API', () => {
    const both = routesOf().filter((route) => route.requirement !== undefined && route.hasNotifyGuard);
    expect(both).toEqual([]);
  });

  it('of the Notify API requires a token under its own paths, except for the open paths', () => {
    const root = /^(organisation|user|service|email-branding|letter-branding|invite|_status)(\/|$)/;
    const below = routesOf().filter((route) => root.test(route.path));
    expect(below.filter((route) => !route.hasNotifyGuard).map((route) => route.path)).toEqual(['_status']);
    expect(routesOf().filter((route) => route.hasNotifyGuard && !root.test(route.path))).toEqual([]);
  });
});

describe('openapi/notify.json', () => {
  it('has a 401 on every operation except the listed open paths', () => {
    const operations = Object.entries(readDocument('notify').paths).flatMap(([path, methods]) =>
      Object.entries(methods ?? {}).map(([method, operation]) => ({ path, method, operation })),
    );
    const without = operations.filter(({ operation }) => operation?.responses['401'] === undefined);
    expect(without.map(({ path, method }) => `${method} ${path}`)).toEqual(['get /_status']);
    expect(operations.length).toBeGreaterThan(without.length);
  });
});

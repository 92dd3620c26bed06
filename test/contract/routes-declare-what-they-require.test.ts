import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, ModulesContainer } from '@nestjs/core';
import { requirementKey } from '../../src/modules/directory/auth/requires.decorator.js';
import { startApp, type TestApp } from '../support/app.js';

/** Paths of the process itself, which are open to everybody who reaches its port. */
const open = new Set(['health/live', 'health/ready', 'metrics']);

describe('every route', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  it('declares what its caller needs, or is one of the open paths of the process', () => {
    const discovery = new DiscoveryService(service.app.get(ModulesContainer));
    const routes = discovery.getControllers().flatMap(({ metatype, instance }) => {
      const base = String(Reflect.getMetadata(PATH_METADATA, metatype ?? Object));
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      return Object.getOwnPropertyNames(prototype)
        .map((name) => prototype[name])
        .filter((handler) => handler !== undefined && Reflect.hasMetadata(METHOD_METADATA, handler))
        .map((handler) => ({
          path: [base, String(Reflect.getMetadata(PATH_METADATA, handler ?? Object))]
            .join('/')
            .replace(/\/+$/, ''),
          requirement: Reflect.getMetadata(requirementKey, handler ?? Object) as unknown,
        }));
    });
    const undeclared = routes.filter((route) => route.requirement === undefined).map((route) => route.path);
    expect(new Set(undeclared)).toEqual(open);
    expect(routes.length).toBeGreaterThanOrEqual(17);
  });
});

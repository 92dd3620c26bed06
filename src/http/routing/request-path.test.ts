import { loggedPath, routeLabel } from './request-path.js';

describe('loggedPath', () => {
  it.each([
    [`/organisations/${'x'.repeat(40)}?page=1`, `/organisations/${'x'.repeat(40)}`],
    [`/organisations/${'x'.repeat(41)}/history`, '/organisations/…/history'],
  ])('logs %s as %s', (target, path) => {
    expect(loggedPath(target)).toBe(path);
  });
});

describe('routeLabel', () => {
  it('returns the route without the patterns of its parameters', () => {
    expect(routeLabel('/organisation/:id(^[0-9a-f]{8}$)/users/:user(^[0-9a-f]{8}$)')).toBe(
      '/organisation/:id/users/:user',
    );
    expect(routeLabel('/organisations/:OrganisationId')).toBe('/organisations/:OrganisationId');
  });

  it('returns unknown if no route matched', () => {
    expect(routeLabel(undefined)).toBe('unknown');
  });
});

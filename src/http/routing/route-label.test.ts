import { routeLabel } from './route-label.js';

describe('routeLabel', () => {
  it('is the route without the forms of its parameters', () => {
    expect(routeLabel('/organisation/:id(^[0-9a-f]{8}$)/users/:user(^[0-9a-f]{8}$)')).toBe(
      '/organisation/:id/users/:user',
    );
    expect(routeLabel('/organisations/:OrganisationId')).toBe('/organisations/:OrganisationId');
  });

  it('is unknown where no route matched', () => {
    expect(routeLabel(undefined)).toBe('unknown');
  });
});

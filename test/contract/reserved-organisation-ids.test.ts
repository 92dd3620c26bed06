import { reservedOrganisationIds } from '../../src/modules/directory/organisations/organisation-id-checks.js';
import { readDocument } from '../support/openapi.js';

it('the ids that no new organisation may have are the other paths below /organisations', () => {
  const segments = Object.keys(readDocument('directory').paths).flatMap((path) => {
    const [, noun, segment] = path.split('/');
    return noun === 'organisations' && segment !== undefined && !segment.startsWith('{') ? [segment] : [];
  });
  expect([...new Set(segments)].sort()).toEqual(reservedOrganisationIds);
});

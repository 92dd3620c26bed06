import { sampleUsers } from '../../console/src/sign-in/sample-users.js';
import { developmentUsers } from '../../src/development-server/development-identities.js';

it('offers the users of the development server in the console: mend console/src/sign-in/sample-users.js', () => {
  expect(sampleUsers.map(({ email }) => email)).toEqual(developmentUsers.map(({ id }) => id));
});

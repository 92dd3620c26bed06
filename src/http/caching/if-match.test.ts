import { checkIfMatch } from './if-match.js';
import { PreconditionFailed, PreconditionRequired } from '../errors/problem.js';

const optional = { currentTag: '"now"', isRequired: false };
const required = { currentTag: '"now"', isRequired: true };

describe('If-Match on a change', () => {
  it.each(['"now"', '*', '"before", "now"', '"now-gzip"'])('holds where it is %s', (header) => {
    expect(() => {
      checkIfMatch(header, required);
    }).not.toThrow();
  });

  it.each(['"before"', 'W/"now"', 'now', '', '"now', '"now" "before"'])(
    'fails where it is %j, which does not name the present state',
    (header) => {
      expect(() => {
        checkIfMatch(header, optional);
      }).toThrow(PreconditionFailed);
    },
  );

  it('may be left out', () => {
    expect(() => {
      checkIfMatch(undefined, optional);
    }).not.toThrow();
  });

  it('may not be left out where the operator demands it', () => {
    expect(() => {
      checkIfMatch(undefined, required);
    }).toThrow(PreconditionRequired);
  });
});

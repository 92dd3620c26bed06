import { checkIfMatch } from './if-match.js';
import { PreconditionFailed, PreconditionRequired } from '../errors/problem.js';

const optional = { currentTag: '"now"', isRequired: false };
const required = { currentTag: '"now"', isRequired: true };

describe('checkIfMatch', () => {
  it.each(['"now"', '*', '"before", "now"', '"now-gzip"'])('accepts %s', (header) => {
    expect(() => {
      checkIfMatch(header, required);
    }).not.toThrow();
  });

  it.each(['"before"', 'W/"now"', 'now', '', '"now', '"now" "before"'])(
    'rejects %j, which is not the current tag',
    (header) => {
      expect(() => {
        checkIfMatch(header, optional);
      }).toThrow(PreconditionFailed);
    },
  );

  it('accepts an absent header', () => {
    expect(() => {
      checkIfMatch(undefined, optional);
    }).not.toThrow();
  });

  it('rejects an absent header if the operator requires it', () => {
    expect(() => {
      checkIfMatch(undefined, required);
    }).toThrow(PreconditionRequired);
  });
});

import { execFileSync } from 'node:child_process';
import { curlOf } from './curl.ts';

/** The arguments that a shell gives to the command. */
const argumentsOf = (command: string): string[] =>
  execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${command}`], { env: { TOKEN: 'abc' } })
    .toString()
    .split('\0')
    .slice(0, -1);

describe('curlOf', () => {
  it.each(["http://a.example/it's", 'http://a.example/$(touch x)`id`"', 'http://a.example/a b?c=d&e'])(
    'gives %s to curl as one argument, with the token of the shell',
    (url) => {
      expect(argumentsOf(curlOf(url))).toEqual([
        url,
        '-H',
        'accept: application/json',
        '-H',
        'authorization: Bearer abc',
      ]);
    },
  );
});

import { logoSource } from './logo-source.ts';

const image = 'data:image/png;base64,AAAA';
const elsewhere = 'https://bank.example/logo.svg';

test.each<[string | null, boolean, string | null]>([
  [null, true, null],
  [image, false, image],
  [elsewhere, true, elsewhere],
  [elsewhere, false, null],
  ['javascript:alert(1)', true, null],
  ['data:text/html,hello', true, null],
])('with LogoUri %j and other hosts allowed: %j, the image is %j', (uri, allowsOtherHosts, source) => {
  expect(logoSource(uri, allowsOtherHosts)).toBe(source);
});

import type { TextCase } from './organisation-field-rules.js';

const length = 'LogoUri must have at most 65535 characters';
const unicode = 'LogoUri must be valid Unicode without NUL';
const form = 'LogoUri must be an http(s) URL of an svg, png or jpg image, or a data URI of one';
const characters = 'LogoUri must not contain <, >, white space or control characters';

const logo = (title: string, value: string, ...sentences: string[]): TextCase => ({
  title,
  value,
  sentences,
});

const dataUri = 'data:image/png;base64,';
const longest = 65_535;

/** Returns an http URL of exactly this many code points. */
const urlOf = (codePoints: number, filler: string): string =>
  `https://${filler.repeat(codePoints - 'https://'.length - '.svg'.length)}.svg`;

/**
 * Logo URIs, accepted without a sentence: the published pattern, with both branches anchored at both ends. The API removes
 * their outer white space.
 */
export const logoUriCases: readonly TextCase[] = [
  logo('an https URL of an svg', 'https://bank.example/logo.svg'),
  logo('an http URL of a png', 'http://bank.example/logo.png'),
  logo('an https URL of a jpg', 'https://bank.example/logo.jpg'),
  logo('an https URL of a jpeg', 'https://bank.example/logo.jpeg'),
  logo('an extension in the query', 'https://bank.example/logo?format=.png'),
  logo('an extension in the fragment', 'https://bank.example/#.png'),
  logo('any character for the dot, as published', 'https://bank.example/logo-png'),
  logo('the shortest', 'http://.svg'),
  logo('a port and credentials', 'https://user:pass@bank.example:8443/logo.png'),
  logo('letters outside ASCII', 'https://bänk.example/ロゴ/😀.png'),
  logo('quotes, braces and percent signs', `https://bank.example/'"{}|%20%3C.png`),
  logo('a data URI of a png', `${dataUri}iVBORw0KGgo=`),
  logo('a data URI of an svg', 'data:image/svg+xml;base64,PHN2Zy8+'),
  logo('a data URI with two signs of padding', `${dataUri}AA==`),
  logo('a data URI of nothing', dataUri),
  logo('a data URI with a parameter', 'data:image/png;name=logo-1;base64,AAAA'),
  logo('the longest URL', urlOf(longest, 'a')),
  logo('the longest URL in emoji', urlOf(longest, '😀')),
  logo('the longest data URI', dataUri.padEnd(longest, 'A')),

  logo('a script before a data URI', `javascript:alert(1)//${dataUri}AAAA`, form),
  logo('text before a data URI', `x${dataUri}AAAA`, form),
  logo('text before a URL', 'xhttps://bank.example/logo.png', form),
  logo('text after a URL', 'https://bank.example/logo.png?size=1', form),
  logo('text after a data URI', `${dataUri}AAAA!`, form),
  logo('three signs of padding', `${dataUri}A===`, form),
  logo('text after the padding', `${dataUri}AA==AA`, form),
  logo('a scheme in upper case', 'HTTPS://bank.example/logo.png', form),
  logo('a data scheme in upper case', 'DATA:image/png;base64,AAAA', form),
  logo('an extension in upper case', 'https://bank.example/logo.PNG', form),
  logo('no extension', 'https://bank.example/logo', form),
  logo('another extension', 'https://bank.example/logo.gif', form),
  logo('nothing before the extension', 'https://svg', form),
  logo('another scheme', 'ftp://bank.example/logo.png', form),
  logo('a script', 'javascript:alert(1).png', form),
  logo('no scheme', '//bank.example/logo.png', form),
  logo('one slash', 'https:/bank.example/logo.png', form),
  logo('a data URI of text', 'data:text/html;base64,AAAA.png', form),
  logo('a data URI of no kind of image', 'data:image/,AAAA', form),
  logo('a data URI without a comma', 'data:image/png;base64AAAA', form),
  logo('a data URI that is not base64', 'data:image/svg+xml,%3Csvg/%3E', form),
  logo('nothing but a word', 'string', form),
  logo('a blank, which means none', ' '),
  logo('a blank inside', 'https://bank.example/my logo.png', characters),
  logo('a blank at the beginning', ' https://bank.example/logo.png'),
  logo('a blank at the end', 'https://bank.example/logo.png '),
  logo('a blank in a data URI', `${dataUri}AA AA`, form, characters),
  logo('a line break at the end of a URL', 'https://bank.example/logo.png\n'),
  logo('a line break at the end of a data URI', `${dataUri}AAAA\n`),
  logo('a line break before a data URI', `javascript:alert(1)\n${dataUri}AAAA`, form, characters),
  logo('a line break before a URL', 'x\nhttps://bank.example/logo.png', form, characters),
  logo('a line break inside', 'https://bank.example/\nlogo.png', characters),
  logo('a carriage return inside', 'https://bank.example/\rlogo.png', characters),
  logo('a line separator inside', 'https://bank.example/\u2028logo.png', characters),
  logo('a tab inside', 'https://bank.example/\tlogo.png', characters),
  logo('a no-break space inside', 'https://bank.example/\u00a0logo.png', characters),
  logo('an ideographic space inside', 'https://bank.example/\u3000logo.png', characters),
  logo('a byte order mark at the beginning', '\ufeffhttps://bank.example/logo.png'),
  logo('the control character U+0001', 'https://bank.example/\u0001logo.png', characters),
  logo('the control character U+001F', 'https://bank.example/\u001flogo.png', characters),
  logo('the control character U+007F', 'https://bank.example/\u007flogo.png', characters),
  logo('the control character U+0085', 'https://bank.example/\u0085logo.png', characters),
  logo('the control character U+009F', 'https://bank.example/\u009flogo.png', characters),
  logo('<', 'https://bank.example/<logo.png', characters),
  logo('>', 'https://bank.example/logo>.png', characters),
  logo('markup in a data URI', 'data:image/svg+xml,<svg/>', form, characters),
  logo('NUL', 'https://bank.example/\u0000logo.png', unicode, characters),
  logo('a lone surrogate', 'https://bank.example/\ud800logo.png', unicode),
  logo('one more than the longest URL', urlOf(longest + 1, 'a'), length),
  logo('one more than the longest URL, in emoji', urlOf(longest + 1, '😀'), length),
  logo('one more than the longest data URI', dataUri.padEnd(longest + 1, 'A'), length),
];

/** Inputs of maximum length that provoke backtracking. */
export const laboriousLogoUris: readonly TextCase[] = [
  logo('dots', `https://${'.'.repeat(longest - 8)}`, form),
  logo('extensions without end', `https://${'.svg'.repeat((longest - 8) / 4 - 1)}x`, form),
  logo('schemes', 'http://'.repeat(longest / 7 - 1), form),
  logo('padding', `${dataUri}${'='.repeat(longest - dataUri.length)}`, form),
  logo('padding and letters', `${dataUri}${'A='.repeat((longest - dataUri.length) / 2 - 1)}`, form),
  logo('kinds of image', `data:image/${';'.repeat(longest - 11)}`, form),
  logo('data URIs', dataUri.repeat(longest / dataUri.length - 1), form),
  logo('blanks, which mean none', ' '.repeat(longest)),
  logo('a blank at the very end', `https://${'.png'.repeat((longest - 8) / 4 - 2)} .png`, characters),
];

import { printed, printedLine } from './typography.js';

describe('typography', () => {
  it.each([
    [`"Yes", she said - "it's 'fine'"`, '“Yes”, she said – “it’s ‘fine’”'],
    ['(“a” "b") ["c"]', '(“a” “b”) [“c”]'],
    ['well-known', 'well-known'],
    [`write to o'brien@example.gov.uk, it's him`, `write to o'brien@example.gov.uk, it’s him`],
  ])('prints %s as %s', (text, expected) => {
    expect(printed(text)).toBe(expected);
  });

  it('closes a quote after an address or a link', () => {
    const line = printedLine([
      { kind: 'text', text: `see "` },
      { kind: 'link', url: `https://a.example/'` },
      { kind: 'text', text: `" it's` },
    ]);
    expect(line.map((inline) => (inline.kind === 'link' ? inline.url : inline.text)).join('')).toBe(
      `see “https://a.example/'” it’s`,
    );
  });

  it.each([
    ['GOV.UK Notify', 'GOV.\u200bUK Notify'],
    ['(gov.uk).', '(gov.\u200buk).'],
    ['www.gov.uk', 'www.gov.uk'],
    ['GOV.UK/notify', 'GOV.UK/notify'],
    ['a@digital.gov.uk', 'a@digital.gov.uk'],
    ['a@gov.uk', 'a@gov.uk'],
    ['gov.uk.example', 'gov.uk.example'],
  ])('prevents mail programs from linking the brand only: %s', (text, expected) => {
    expect(printedLine([{ kind: 'text', text }])).toEqual([{ kind: 'text', text: expected }]);
  });
});

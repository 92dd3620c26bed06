import { csvRecord } from './csv.ts';

test.each([
  [['a', 'b'], 'a,b'],
  [['a,b', 'say "x"', 'two\nlines', 'cr\rhere'], '"a,b","say ""x""","two\nlines","cr\rhere"'],
  [['', null, true, 7], ',,true,7'],
  [['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'], "'=1+1,'+1,'-1,'@SUM(A1),'\tx,\"'\rx\""],
  [['=HYPERLINK("http://x.example","y")'], '"\'=HYPERLINK(""http://x.example"",""y"")"'],
  [['1=1', "'quoted'", 'javascript:alert(1)'], "1=1,'quoted',javascript:alert(1)"],
  [['😀', 'بنك', '"&{{}}'], '😀,بنك,"""&{{}}"'],
])('the record of %j is %j', (values, line) => {
  expect(csvRecord(values)).toBe(`${line}\r\n`);
});

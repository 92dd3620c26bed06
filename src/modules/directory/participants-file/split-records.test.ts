import { BrokenJson, maxRecordBytes } from './raw-record.js';
import type { FileForm } from './file-form.js';
import { splitRecords } from './split-records.js';

const lines: FileForm = { kind: 'lines' };
const list: FileForm = { kind: 'json', selector: '$.*' };

async function* inChunksOf(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size)
    yield await Promise.resolve(content.subarray(at, at + size));
}

/** The object or the fault of each record; at the end the byte and the reason where the JSON is broken. */
async function read(
  content: string | Buffer,
  chunkSize = 7,
  form = /^\s*\[/.test(String(content)) ? list : lines,
): Promise<unknown[]> {
  const found: unknown[] = [];
  try {
    for await (const group of splitRecords(inChunksOf(Buffer.from(content), chunkSize), form))
      found.push(...group.map(({ object, fault }) => object ?? fault));
  } catch (error) {
    if (!(error instanceof BrokenJson)) throw error;
    found.push([error.byte, error.message]);
  }
  return found;
}

const tooLarge = `The record is larger than ${maxRecordBytes} bytes`;
const notAnObject = 'The record is not a JSON object';
const endsEarly = 'the file ends before its array does';
const unexpected = 'unexpected text';

describe('a JSON array', () => {
  it('gives one record for each element', async () => {
    const content = '[\n {"a": 1},\n {\n  "b": [1, {"c": null}]\n }, {"d": "x,]}\\"[{"}\n]\n';
    await expect(read(content)).resolves.toEqual([{ a: 1 }, { b: [1, { c: null }] }, { d: 'x,]}"[{' }]);
  });

  it.each([
    '{"a":"é€😀 \\ud83d\\ude00 \\ud83d \\ude00 \\u0000 \\\\ \\/ \\n"}',
    '{"a":-0,"b":1e400,"c":1.5e-7,"d":12345678901234567890,"e":0.1}',
    '{"a":1,"b":2,"a":3,"":4}',
    '{"__proto__":{"a":1},"constructor":2,"toString":3}',
    '{"a":[[],{},[{}]],"b":[true,false,null]}',
    '{"\ufeffa":"\ufeffb","c":"\ufeff\ufeff","d":"e\ufeff"}',
  ])('reads %s as JSON.parse does, in chunks of any size', async (element) => {
    for (const size of [1, 2, 3, 5, 1_000]) {
      const [record, ...others] = await read(`[${element},${element}]`, size);
      expect(others).toEqual([record]);
      expect(JSON.stringify(record)).toBe(JSON.stringify(JSON.parse(element)));
    }
  });

  it('may begin with a byte order mark and blanks', async () => {
    await expect(read('\ufeff \n[{"a":1}]')).resolves.toEqual([{ a: 1 }]);
    await expect(read('\ufeff[}')).resolves.toEqual([[4, unexpected]]);
  });

  it('rejects an element that is not an object and reads the next', async () => {
    await expect(read('[1, "x", null, [{}], {"a": 1}]')).resolves.toEqual([
      notAnObject,
      notAnObject,
      notAnObject,
      notAnObject,
      { a: 1 },
    ]);
  });

  it.each([
    ['[{"a":1},{"b": },{"c":1}]', 15],
    ['[{"a":1}},{"b":2}]', 8],
    ['[{"a":1},nonsense,{"c":1}]', 10],
    ['[{"a":1},,{"c":1}]', 9],
    ['[{"a":1},]', 9],
    ['[{"a":1},{"b":[1},{"c":1}]', 16],
    ['[{"a":1},{"b":"x\n"}]', 16],
    ['[{"a":1}],{"b":1}]', 9],
    ['[{"a":1} {"b":1}]', 9],
  ])('ends %j at byte %i, after the records before it', async (content, byte) => {
    for (const size of [1, 4, 1_000])
      await expect(read(content, size)).resolves.toEqual([{ a: 1 }, [byte, unexpected]]);
  });

  it.each(['[{"a":1}', '[{"a":1},\n', '[{"a":1},{"b":"tru', '[{"a":1},{"b":[{"c":1}'])(
    'ends %j where the file ends',
    async (content) => {
      await expect(read(content)).resolves.toEqual([{ a: 1 }, [content.length, endsEarly]]);
    },
  );

  it('ends at a text that is not valid UTF-8', async () => {
    const content = Buffer.concat([
      Buffer.from('[{"a":1},{"b":"'),
      Buffer.from([0xff]),
      Buffer.from('"},{"c":1}]'),
    ]);
    await expect(read(content)).resolves.toEqual([{ a: 1 }, [13, 'invalid UTF-8 after this point']]);
  });

  it('rejects a record over the limit and reads the next', async () => {
    const huge = `{"a":"${'x'.repeat(maxRecordBytes)}"}`;
    const content = `[{"b":1},${huge},\n{"c":2}]`;
    await expect(read(content, 262_144)).resolves.toEqual([{ b: 1 }, tooLarge, { c: 2 }]);
  });

  it('reads a record up to the limit', async () => {
    const large = { a: 'x'.repeat(maxRecordBytes - 8) };
    await expect(read(`[${JSON.stringify(large)}]`, 262_144)).resolves.toEqual([large]);
  });

  it('rejects a record one byte over the limit', async () => {
    const large = { a: 'x'.repeat(maxRecordBytes - 7) };
    await expect(read(`[${JSON.stringify(large)}]`, 262_144)).resolves.toEqual([tooLarge]);
  });

  it('ends at a record above twice the limit', async () => {
    const content = `[{"b":1},{"a":"${'x'.repeat(3 * maxRecordBytes)}"},{"c":2}]`;
    await expect(read(content, 262_144)).resolves.toEqual([{ b: 1 }, [7, 'the next record is too large']]);
  });
});

describe('NDJSON', () => {
  it('gives one record for each line that is not blank', async () => {
    await expect(read('{"a":1}\r\n\n  \n{"b":2}\n[]\n{"c":3}')).resolves.toEqual([
      { a: 1 },
      { b: 2 },
      notAnObject,
      { c: 3 },
    ]);
  });

  it('rejects a line that is not JSON and reads the next', async () => {
    await expect(read('{"a":1}\n{"b":\n{"c":3}\n{"d":"\u2028"}')).resolves.toEqual([
      { a: 1 },
      expect.stringMatching(/^The record is not valid JSON: /),
      { c: 3 },
      { d: '\u2028' },
    ]);
  });

  it('rejects a line that is not UTF-8 and reads the next', async () => {
    const content = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n{"b":1}')]);
    await expect(read(content)).resolves.toEqual(['The record is not valid UTF-8', { b: 1 }]);
  });

  it('rejects a line over the limit and reads the next', async () => {
    const content = `{"a":"${'x'.repeat(maxRecordBytes)}"}\n{"b":1}\n`;
    await expect(read(content, 262_144)).resolves.toEqual([tooLarge, { b: 1 }]);
  });
});

describe('a line of NDJSON', () => {
  it.each([
    ['at the limit', maxRecordBytes, (record: unknown) => record],
    ['one byte over the limit', maxRecordBytes + 1, () => tooLarge],
  ])('of a size %s (%i bytes) is read or rejected', async (_, bytes, outcome) => {
    const record = { a: 'x'.repeat(bytes - 8) };
    await expect(read(`${JSON.stringify(record)}\n{"b":1}\n`, 262_144)).resolves.toEqual([
      outcome(record),
      { b: 1 },
    ]);
  });
});

describe('a JSON document', () => {
  const under = (selector: string): FileForm => ({ kind: 'json', selector });

  it.each([
    ['$.data.*', '{"meta":{"a":[1]},"data":[{"a":1},{"a":2}],"other":[{"a":3}]}', [{ a: 1 }, { a: 2 }]],
    ['$.data.content.*', '{"data":{"n":{},"content":[{"a":1}]}}', [{ a: 1 }]],
    ['$.data', '{"meta":{},"data":{"a":1}}', [{ a: 1 }]],
    ['$', '{\n"a":1}', [{ a: 1 }]],
    ['$', '{"a":1}\n\n{"a":\n2}{"a":3}\n', [{ a: 1 }, { a: 2 }, { a: 3 }]],
  ])('gives the records at %s of %j', async (selector, content, records) => {
    for (const size of [1, 3, 1_000])
      await expect(read(content, size, under(selector))).resolves.toEqual(records);
  });

  it.each([
    ['$.data.*', '{"data":[{"a":1}]', endsEarly],
    ['$', '{"a":1}\n{"b":', 'the file ends before its object does'],
  ])('with records at %s, %j, ends where the file ends', async (selector, content, reason) => {
    await expect(read(content, 7, under(selector))).resolves.toEqual([{ a: 1 }, [content.length, reason]]);
  });

  it('may have more beside its list than a record may have bytes', async () => {
    const filler = `[${Array.from({ length: 5 }, () => `{"x":"${'x'.repeat(maxRecordBytes)}"}`).join()}]`;
    const content = `{"data":[{"a":1}],"after":${filler}}`;
    await expect(read(content, 262_144, under('$.data.*'))).resolves.toEqual([{ a: 1 }]);
  });
});

it.each(['', '[ ]'])('gives no record of %j', async (content) => {
  await expect(read(content)).resolves.toEqual([]);
});

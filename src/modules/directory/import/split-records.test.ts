import type { RawRecord } from './raw-record.js';
import { maxRecordBytes } from './raw-record.js';
import { splitRecords, UnreadableFile } from './split-records.js';

async function* inChunksOf(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size)
    yield await Promise.resolve(content.subarray(at, at + size));
}

async function split(content: string | Buffer, chunkSize = 7): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  for await (const group of splitRecords(inChunksOf(Buffer.from(content), chunkSize))) records.push(...group);
  return records;
}

const read = async (content: string | Buffer, chunkSize?: number) =>
  (await split(content, chunkSize)).map(({ line, text, fault }) => [line, text?.trim() ?? fault]);

const notClosed = 'The record is not closed: a bracket or a quote is missing';
const endsWithin = 'The file ends within this record';
const mayBeMissing = 'The file ends before its array does: a part of it may be missing';

describe('a JSON array', () => {
  it('gives one record for each element, with the line on which it begins', async () => {
    await expect(read('[\n {"a": 1},\n {\n  "b": [1, 2]\n }, {"c": 3}\n]\n')).resolves.toEqual([
      [2, '{"a": 1}'],
      [3, '{\n  "b": [1, 2]\n }'],
      [5, '{"c": 3}'],
    ]);
  });

  it('is the same whatever the chunks', async () => {
    const content = '[{"a":"x,]}\\"[{"},{"é€😀":["]"]},{}]';
    const whole = await read(content, 1_000);
    expect(whole).toEqual([
      [1, '{"a":"x,]}\\"[{"}'],
      [1, '{"é€😀":["]"]}'],
      [1, '{}'],
    ]);
    for (const size of [1, 2, 3, 5, 8]) await expect(read(content, size)).resolves.toEqual(whole);
  });

  it('may begin with a byte order mark and blanks', async () => {
    await expect(read('\ufeff \n[{"a":1}]')).resolves.toEqual([[2, '{"a":1}']]);
  });

  it('may be empty', async () => {
    await expect(read('[ ]')).resolves.toEqual([]);
  });

  it('hands on an element that is no JSON, and those after it', async () => {
    await expect(read('[{"a": }, {"b": 2}}, nonsense, {"c": 3}]')).resolves.toEqual([
      [1, '{"a": }'],
      [1, '{"b": 2}}'],
      [1, 'nonsense'],
      [1, '{"c": 3}'],
    ]);
  });

  it('names what is missing between two commas and after the last one', async () => {
    await expect(read('[{},,{},]')).resolves.toEqual([
      [1, '{}'],
      [1, 'There is no record before this comma'],
      [1, '{}'],
      [1, 'There is no record after the last comma'],
    ]);
  });

  it('goes on after an element that lacks a bracket, where the next is laid out like it', async () => {
    await expect(read('[\n{"id": 1, "x": {"id": 2},\n{"id": 3},\n{"id": 4}\n]')).resolves.toEqual([
      [2, notClosed],
      [3, '{"id": 3}'],
      [4, '{"id": 4}'],
    ]);
  });

  it('goes on after an element that lacks a bracket on the only line of a file', async () => {
    await expect(
      read('[{"OrganisationId":"1","x":[},{"OrganisationId":"2"},{"OrganisationId":"3"}]', 1_000),
    ).resolves.toEqual([
      [1, notClosed],
      [1, '{"OrganisationId":"2"}'],
      [1, '{"OrganisationId":"3"}'],
    ]);
  });

  it('goes on in the next line after a quote that is never closed', async () => {
    await expect(read('[\n{"a": "x},\n{"a": "y"}]')).resolves.toEqual([
      [2, notClosed],
      [3, '{"a": "y"}'],
    ]);
  });

  it('goes on after a bracket that ends it too early', async () => {
    await expect(read('[{"a":1}],{"b":2}]')).resolves.toEqual([
      [1, '{"a":1}'],
      [1, 'The array ends before this point'],
      [1, 'There is no record before this comma'],
      [1, '{"b":2}'],
    ]);
  });

  it('that is cut off within a record has its last record faulty', async () => {
    await expect(read('[{"a":1},\n{"b":"tru')).resolves.toEqual([
      [1, '{"a":1}'],
      [2, endsWithin],
      [2, mayBeMissing],
    ]);
  });

  it('that is cut off between two records is not taken for whole', async () => {
    await expect(read('[{"a":1},\n{"b":2}\n')).resolves.toEqual([
      [1, '{"a":1}'],
      [2, '{"b":2}'],
      [3, mayBeMissing],
    ]);
  });

  it('refuses a record over the limit and reads the next', async () => {
    const huge = `{"a":"${'x'.repeat(maxRecordBytes)}"}`;
    await expect(read(`[{"b":1},${huge},\n{"c":2}]`, 262_144)).resolves.toEqual([
      [1, '{"b":1}'],
      [1, `The record is larger than ${maxRecordBytes} bytes`],
      [2, '{"c":2}'],
    ]);
  });

  it('names a record that is not UTF-8', async () => {
    const content = Buffer.concat([Buffer.from('[{"a":"'), Buffer.from([0xff]), Buffer.from('"},{"b":1}]')]);
    await expect(read(content)).resolves.toEqual([
      [1, 'The record is not valid UTF-8'],
      [1, '{"b":1}'],
    ]);
  });
});

describe('NDJSON', () => {
  it('gives one record for each line that is not blank', async () => {
    await expect(read('{"a":1}\r\n\n  \n{"b":2}\nnonsense\n{"c":3}')).resolves.toEqual([
      [1, '{"a":1}'],
      [4, '{"b":2}'],
      [5, 'nonsense'],
      [6, '{"c":3}'],
    ]);
  });

  it('refuses a line over the limit and reads the next', async () => {
    await expect(read(`{"a":"${'x'.repeat(maxRecordBytes)}"}\n{"b":1}\n`, 262_144)).resolves.toEqual([
      [1, `The record is larger than ${maxRecordBytes} bytes`],
      [2, '{"b":1}'],
    ]);
  });
});

describe('a file in another form', () => {
  it('is refused where it is compressed', async () => {
    await expect(split(Buffer.from([0x1f, 0x8b, 8, 0]))).rejects.toThrow(UnreadableFile);
  });

  it('is refused where it is UTF-16', async () => {
    await expect(split(Buffer.from('\ufeff[]', 'utf16le'))).rejects.toThrow(UnreadableFile);
  });

  it('gives nothing where it is empty', async () => {
    await expect(split('')).resolves.toEqual([]);
  });
});

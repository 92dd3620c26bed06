import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { readFaultOf, writeFaultOf } from './file-fault.js';

/** The error of a task that fails. */
async function errorOf(task: () => Promise<unknown>): Promise<unknown> {
  return task().then(
    () => null,
    (error: unknown) => error,
  );
}

async function errorOfStream(path: string): Promise<unknown> {
  const stream = createWriteStream(path);
  stream.write('x');
  const [error] = (await once(stream, 'error')) as [unknown];
  return error;
}

it('names what is wrong with a file that is read', async () => {
  expect(readFaultOf(await errorOf(() => open('/absent/file')))).toBe('does not exist');
  expect(readFaultOf(await errorOf(() => open('/dev/null/file')))).toBe('does not exist');
});

it('names what is wrong with a file that is written', async () => {
  expect(writeFaultOf(await errorOfStream('/dev/full'))).toBe('does not fit on the disk, which is full');
  expect(writeFaultOf(await errorOfStream('/dev'))).toBe('is a folder');
  expect(writeFaultOf(await errorOf(() => writeFile('/absent/file', '')))).toBe(
    'is in a folder that does not exist',
  );
  expect(writeFaultOf(Object.assign(new Error(), { code: 'EROFS', syscall: 'open' }))).toBe(
    'is on a disk that is read-only',
  );
});

it('has no sentence for errors that are not of a file', async () => {
  const [ofSocket] = (await once(connect('/absent/socket').resume(), 'error').catch((error: unknown) => [
    error,
  ])) as [unknown];
  expect(ofSocket).toMatchObject({ code: 'ENOENT', syscall: 'connect' });
  expect([readFaultOf(ofSocket), writeFaultOf(ofSocket)]).toEqual([null, null]);
  expect(writeFaultOf(await errorOf(() => mkdir('/')))).toBeNull();
  expect(writeFaultOf(new Error('x'))).toBeNull();
  expect(writeFaultOf(null)).toBeNull();
});

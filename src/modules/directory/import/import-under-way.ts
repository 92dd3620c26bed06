/** Another process imports the same file. */
export class ImportUnderWay extends Error {
  constructor() {
    super('This file is being imported by another process: wait until that one has ended.');
  }
}

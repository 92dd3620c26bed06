/** Another transaction created what this one was about to create; done again, it will find it. */
export class ConcurrentImport extends Error {
  constructor() {
    super('somebody else created the same organisation');
  }
}

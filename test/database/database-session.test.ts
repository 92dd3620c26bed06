import { DatabaseSession } from '../../src/database/database-session.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const rows = 'COPY (SELECT generate_series(1, 1000000)) TO STDOUT';

describe('DatabaseSession', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it("rolls back with the consumer's error when the consumer of copyOut stops early", async () => {
    const session = await DatabaseSession.open(database.url);
    const consume = async (): Promise<void> => {
      for await (const chunk of session.copyOut(rows)) throw new Error(`no room for ${chunk.length} bytes`);
    };
    await expect(session.transaction(consume)).rejects.toThrow('no room for');
    await session.close();
  });
});

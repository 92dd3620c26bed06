import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config/config.js';
import { createApp } from '../../src/create-app.js';
import { apis } from '../../src/modules/apis.js';
import { readDocument } from '../support/openapi.js';

describe.each(apis.map(({ name }) => name))('openapi/%s.json', (name) => {
  it('equals the document that the service serves with its defaults; npm run openapi writes the file', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-openapi-'));
    const app = await createApp(
      readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }),
      'postgres://127.0.0.1:1/none',
    );
    const { body } = await app.inject({ method: 'GET', url: `/openapi/${name}.json` });
    await app.close();
    rmSync(dataDir, { recursive: true });
    expect(readDocument(name)).toEqual(JSON.parse(body));
  });

  it('has an operation id, a summary and a tag on every operation', () => {
    const operations = Object.values(readDocument(name).paths).flatMap((path) => Object.values(path ?? {}));
    for (const operation of operations) {
      expect(operation).toMatchObject({
        operationId: expect.stringMatching(/^\w+$/) as string,
        summary: expect.stringMatching(/\w/) as string,
        tags: [expect.any(String)],
      });
    }
    expect(operations.length).toBeGreaterThanOrEqual(14);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageExtensions, maxImageBytes } from './logo-file.ts';

const document = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../openapi/directory.json'), 'utf8'),
) as {
  components: {
    schemas: Record<string, { properties: Record<string, { pattern: string; maxLength: number }> }>;
  };
};
const { pattern = '', maxLength = 0 } =
  document.components.schemas.OrganisationPatchRequest?.properties.LogoUri ?? {};

describe('imageExtensions', () => {
  it('reads the kinds of image from the OpenAPI document', () => {
    expect(imageExtensions(pattern)).toEqual(['.svg', '.png', '.jpg', '.jpeg']);
  });

  it('returns none for a pattern without extensions', () => {
    expect(imageExtensions('^[^<>]*$')).toEqual([]);
  });
});

describe('maxImageBytes', () => {
  const uriOf = (bytes: number): string =>
    `data:image/svg+xml;base64,${Buffer.alloc(bytes).toString('base64')}`;

  it('is the largest size whose data URI fits', () => {
    const bytes = maxImageBytes(maxLength);
    expect(uriOf(bytes).length).toBeLessThanOrEqual(maxLength);
    expect(uriOf(bytes + 1).length).toBeGreaterThan(maxLength);
  });
});

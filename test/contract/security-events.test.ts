import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { securityEvents } from '../../src/security-events/event-names.js';

describe('docs/operations/security-events.md', () => {
  it('lists every security event with its meaning', () => {
    const text = readFileSync(join(__dirname, '../../docs/operations/security-events.md'), 'utf8');
    const [, table = ''] = text.split('<!-- events: src/security-events/event-names.ts -->');
    const rows = [
      ...(table.split('<!-- /events -->')[0] ?? '').matchAll(/^\| `([\w.]+)`\s+\| (.*?)\s+\|$/gm),
    ];
    expect(Object.fromEntries(rows.map(([, name, meaning]) => [name, meaning]))).toEqual(securityEvents);
  });
});

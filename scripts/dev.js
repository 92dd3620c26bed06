/**
 * Builds what is stale and starts the service; `npm run dev` runs it again whenever a file of src or console/src changes. A
 * file that does not compile ends it, and the next change starts it again.
 */
await import('./ensure-built.js');
if (!process.exitCode) await import('../dist/main.js');

import { DirectoryClient } from 'organisations-directory-client';
import { directoryUrl } from '../routes.ts';
import { tokenSource } from '../sign-in/session.ts';

const common = { url: directoryUrl, tokens: tokenSource, allowHttp: true };

/** The client of the directory, with the rights of whoever is signed in. Every request of the console goes through it. */
export const directory = new DirectoryClient({
  ...common,
  // A person would rather read the error than wait a minute for a second attempt.
  maxAttempts: 2,
  maxWaitSeconds: 3,
  timeoutSeconds: 30,
});

/** The client for long work such as a download: it waits as the directory asks, and keeps no answers. */
export const patientDirectory = new DirectoryClient({ ...common, cacheSize: 0 });

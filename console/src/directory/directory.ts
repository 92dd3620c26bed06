import { DirectoryClient } from 'organisations-directory-client';
import { directoryUrl } from '../routes.ts';
import { tokenSource } from '../sign-in/session.ts';

/** The client of the directory, with the rights of whoever is signed in. Every request of the console goes through it. */
export const directory = new DirectoryClient({
  url: directoryUrl,
  tokens: tokenSource,
  // A person would rather read the error than wait a minute for a second attempt.
  maxAttempts: 2,
  maxWaitSeconds: 3,
  timeoutSeconds: 30,
  allowHttp: true,
});

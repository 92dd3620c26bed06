import { DirectoryError } from 'organisations-directory-client';

/** Returns the sentences of a refusal that are about a field: the directory begins them with its name. */
export function sentencesOfField(error: unknown, field: string): readonly string[] {
  if (!(error instanceof DirectoryError)) return [];
  return error.sentences.filter((sentence) => sentence.split(/[^A-Za-z0-9]/)[0] === field);
}

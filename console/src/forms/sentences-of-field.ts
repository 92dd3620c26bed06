import { DirectoryError } from 'organisations-directory-client';

/** A sentence about a field begins with its name; one about the items of a list has two words before it. */
const fieldName = /^(?:each of )?(\w+)/;

/** Returns the sentences of a refusal that are about a field. */
export function sentencesOfField(error: unknown, field: string): readonly string[] {
  if (!(error instanceof DirectoryError)) return [];
  return error.sentences.filter((sentence) => fieldName.exec(sentence)?.[1] === field);
}

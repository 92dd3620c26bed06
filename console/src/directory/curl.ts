/** Returns the command that sends a GET as the console does, with the token from the variable TOKEN of the shell. */
export function curlOf(url: string): string {
  return `curl ${quoted(url)} \\\n  -H 'accept: application/json' \\\n  -H "authorization: Bearer $TOKEN"`;
}

/** A shell takes everything between single quotes as it is, except a single quote. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

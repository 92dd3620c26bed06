/** What the path of a link is put behind: the URL without the slashes at its end, in time that is linear. */
export function withoutSlashesAtEnd(url: string): string {
  return url.replace(/(?<!\/)\/+$/, '');
}

/** Invisible white space that is removed anywhere in a text (the peer's list). */
const invisible = /\u180e|\u200b|\u200c|\u200d|\u2060|\ufeff|\u00a0|\u202f|\u2028|\u2029/g;

/** Returns a text without surrounding and invisible white space. */
export function withoutInvisible(text: string): string {
  return text.replace(invisible, '').trim();
}

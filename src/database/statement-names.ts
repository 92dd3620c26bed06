/** Every connection keeps each of its prepared statements until it ends, so there must be an end to them. */
const mostStatements = 500;

/** Gives each text of a statement a name of its own, as long as there are few. */
export class StatementNames {
  private readonly names = new Map<string, string>();

  /** Null where there are too many texts already: the statement is then to be sent without a name. */
  nameOf(sql: string): string | null {
    const known = this.names.get(sql);
    if (known !== undefined) return known;
    if (this.names.size >= mostStatements) return null;
    const name = `statement ${this.names.size + 1}`;
    this.names.set(sql, name);
    return name;
  }
}

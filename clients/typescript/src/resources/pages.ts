/** One page of a list. */
interface Page<Row> {
  readonly content: readonly Row[];
  readonly totalPages: number;
}

/** Yields the rows of all pages; a page is read when its first row is asked for. */
export async function* rowsOf<Row>(read: (page: number) => Promise<Page<Row>>): AsyncGenerator<Row, void> {
  for (let page = 0, totalPages = 1; page < totalPages; page += 1) {
    const answer = await read(page);
    yield* answer.content;
    totalPages = answer.totalPages;
  }
}

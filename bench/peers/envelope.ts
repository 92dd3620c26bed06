/** The page envelope of the directory's contract, of the default order. */
export function toEnvelope<Content>(
  content: readonly Content[],
  totalSize: number,
  page: number,
  size: number,
) {
  const orderBy = [{ property: 'CreatedOn', direction: 'ASC', ignoreCase: false, ascending: true }];
  const offset = page * size;
  return {
    content,
    totalPages: Math.ceil(totalSize / size),
    totalSize,
    pageable: { number: page, sort: { sorted: true, orderBy }, size, offset, sorted: true, unpaged: false },
    numberOfElements: content.length,
    size,
    offset,
    empty: content.length === 0,
    pageNumber: page,
  };
}

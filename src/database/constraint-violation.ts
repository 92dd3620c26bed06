/** A row broke a named constraint: the API that owns the table says what that means to the caller. */
export class ConstraintViolation extends Error {
  constructor(
    readonly constraint: string,
    cause: unknown,
  ) {
    super(`constraint ${constraint} is violated`, { cause });
  }
}

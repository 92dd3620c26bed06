import { SetMetadata } from '@nestjs/common';

/**
 * The right that an operation requires of its caller:
 * - `read`: any directory scope;
 * - `write`: `directory:admin` or `directory:website`;
 * - `operate`: `directory:admin` or a super user;
 * - `participants`: nothing where the participants file is public, else as `read`.
 */
export type Requirement = 'read' | 'write' | 'operate' | 'participants';

export const requirementKey = 'directory:requires';

/** Declares what a caller needs; the guard refuses a route that declares nothing. */
export const Requires = (requirement: Requirement): MethodDecorator =>
  SetMetadata(requirementKey, requirement);

import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { MayBeCalledBy } from '../../../http/openapi/operation.decorator.js';
import { bearerSchemeName, dpopSchemeName, oauthSchemeName } from '../../../http/openapi/security-scheme.js';

/**
 * The right that an operation requires of its caller:
 * - `read`: any directory scope;
 * - `write`: `directory:admin` or `directory:website`;
 * - `operate`: `directory:admin` or a super user;
 * - `subscribe`: `directory:admin`, a super user, or `directory:software`;
 * - `participants`: nothing where the participants file is public, else as `read`;
 * - `public`: nothing.
 */
export type Requirement = 'read' | 'write' | 'operate' | 'subscribe' | 'participants' | 'public';

export const requirementKey = 'directory:requires';

const operators = ['directory:admin', 'directory:website'];
const readers = ['directory:admin', 'directory:software', 'directory:website'];

const documentation: Readonly<Record<Requirement, { readonly scopes: string[]; readonly callers: string }>> =
  {
    read: {
      scopes: readers,
      callers:
        'any directory scope. A user with `directory:website` who is no super user reaches only the organisations that they administer.',
    },
    write: {
      scopes: operators,
      callers:
        '`directory:admin`; `directory:website` for super users and for the administrators of the organisation. `directory:software` answers 403.',
    },
    operate: {
      scopes: operators,
      callers: '`directory:admin`; `directory:website` for super users only. Everybody else gets 403.',
    },
    subscribe: {
      scopes: readers,
      callers:
        '`directory:admin`, `directory:software`, and `directory:website` for super users only. A client reaches only its own webhooks, an operator all of them.',
    },
    participants: {
      scopes: readers,
      callers: 'everybody, without a token, unless the operator sets `PARTICIPANTS_PUBLIC=false`.',
    },
    public: { scopes: [], callers: 'everybody, without a token.' },
  };

/**
 * Declares what a caller needs; the guard refuses a route that declares nothing.
 * @param documentedAs what the document says, where the service narrows the right further
 */
export function Requires(requirement: Requirement, documentedAs = requirement): MethodDecorator {
  const { scopes, callers } = documentation[documentedAs];
  const withToken = [
    ...scopes.map((scope) => ({ [oauthSchemeName]: [scope] })),
    { [bearerSchemeName]: [] },
    { [dpopSchemeName]: [] },
  ];
  const alternatives = [
    ...(requirement === 'public' ? [] : withToken),
    ...(requirement === 'participants' || requirement === 'public' ? [{}] : []),
  ];
  return applyDecorators(
    SetMetadata(requirementKey, requirement),
    MayBeCalledBy(callers),
    ...alternatives.map((alternative) => ApiSecurity(alternative)),
  );
}

import { Problem, type ProblemHeaders } from '../../../http/errors/problem.js';

/** Texts by field. An invalid link has one text that is not in a list, as the peer writes it. */
export type FieldMessages = Readonly<Record<string, string | readonly string[]>>;

/** A problem in the words of the Notify API: a text, or texts by field. */
export class NotifyProblem extends Problem {
  constructor(
    status: number,
    code: string,
    readonly wireMessage: string | FieldMessages,
    headers: ProblemHeaders = {},
  ) {
    super(status, code, sentencesOf(wireMessage), headers);
  }
}

function sentencesOf(message: string | FieldMessages): string[] {
  if (typeof message === 'string') return [message];
  return Object.entries(message).flatMap(([field, texts]) =>
    [texts].flat().map((text) => `${field}: ${text}`),
  );
}

/** 404: no row has the id of the path or the body. */
export class NoResultFound extends NotifyProblem {
  constructor(message = 'No result found') {
    super(404, 'no-result-found', message);
  }
}

/** 400: a rule of the API is broken. */
export class RuleBroken extends NotifyProblem {
  constructor(message: string | FieldMessages) {
    super(400, 'rule-broken', message);
  }
}

/** 400: the body or a parameter violates its schema; one text per fault, as `<field> <fault>`. */
export class SchemaViolation extends Problem {
  constructor(faults: readonly string[]) {
    super(400, 'validation-error', faults);
  }
}

/** 401 or 403 about the token. */
export class TokenRefused extends NotifyProblem {
  constructor(status: 401 | 403, text: string) {
    super(status, 'token-refused', { token: [text] }, status === 401 ? { 'www-authenticate': 'Bearer' } : {});
  }
}

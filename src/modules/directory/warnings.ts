import type { ApiPropertyOptions } from '@nestjs/swagger';

/** OpenAPI of the Warnings in the answer to a write. */
export const warningsApi: ApiPropertyOptions = {
  type: [String],
  required: false,
  description: 'Sentences that each begin with the name of a field',
};

/** Returns an answer with its warnings; without any, the answer as it is. */
export function withWarnings<Answer extends object>(
  answer: Answer,
  warnings: readonly string[],
): Answer & { Warnings?: string[] } {
  return warnings.length > 0 ? { ...answer, Warnings: [...warnings] } : answer;
}

import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/** The body of an error about state. */
class ErrorResponse {
  @ApiProperty({
    description: 'A text, or texts by the field that they speak of',
    oneOf: [
      { type: 'string' },
      {
        type: 'object',
        additionalProperties: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
      },
    ],
    example: 'No result found',
  })
  message: string | Record<string, string | string[]>;

  @ApiProperty({ enum: ['error'] })
  result: 'error';
}

/** One fault of a request's form. */
class SchemaFault {
  @ApiProperty({ enum: ['ValidationError'] })
  error: 'ValidationError';

  @ApiProperty({ example: 'name is a required property' })
  message: string;
}

/** The body of an error about the form of a request: every fault. */
class SchemaFaultsResponse {
  @ApiProperty({ type: [SchemaFault] })
  errors: SchemaFault[];

  @ApiProperty({ enum: [400] })
  status_code: 400;
}

/** Documents an error response in either form. */
export function ErrorAnswer(status: number, description: string): MethodDecorator & ClassDecorator {
  const either = [ErrorResponse, SchemaFaultsResponse].map((model) => ({ $ref: getSchemaPath(model) }));
  const schema = status === 400 ? { oneOf: either } : { $ref: getSchemaPath(ErrorResponse) };
  return applyDecorators(
    ApiExtraModels(ErrorResponse, SchemaFaultsResponse),
    ApiResponse({ status, description, content: { 'application/json': { schema } } }),
  );
}

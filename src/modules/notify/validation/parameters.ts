import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam, ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { parseQuery } from '../../../http/validation/query-string.js';

type Documented = (target: object, key: string | symbol | undefined) => void;

/** Passes a handler an id of the path, in lower case; the route ensures that it is a UUID (`idSegment`). */
export function PathId(name: string): ParameterDecorator {
  const read = createParamDecorator((_: unknown, context: ExecutionContext): string =>
    segmentOf(context, name).toLowerCase(),
  );
  return documentedBy(
    read(),
    ApiParam({
      name,
      description: `The id of the ${nounOf(name)}`,
      schema: { type: 'string', format: 'uuid' },
    }),
  );
}

/** `email_branding_id` is the id of an `email branding`. */
function nounOf(name: string): string {
  return name.replace(/_id$/, '').replaceAll('_', ' ');
}

/** Passes a handler a segment of the path, percent-decoded. */
export function PathText(name: string, description: string): ParameterDecorator {
  const read = createParamDecorator((_: unknown, context: ExecutionContext): string =>
    segmentOf(context, name),
  );
  return documentedBy(read(), ApiParam({ name, description, schema: { type: 'string' } }));
}

function segmentOf(context: ExecutionContext, name: string): string {
  const parameters = context.switchToHttp().getRequest<FastifyRequest>().params as Record<string, string>;
  return parameters[name] ?? '';
}

/** Passes a handler the first value of a query parameter, as received; undefined if absent. */
export function QueryText(name: string, description: string, required = false): ParameterDecorator {
  const read = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
    const { url } = context.switchToHttp().getRequest<FastifyRequest>();
    return parseQuery(url).get(name)?.[0];
  });
  return documentedBy(read(), ApiQuery({ name, description, required, type: String }));
}

function documentedBy(parameter: ParameterDecorator, document: MethodDecorator): ParameterDecorator {
  const describe: Documented = (target, key) => {
    if (key === undefined) return;
    document(target, key, Object.getOwnPropertyDescriptor(target, key) ?? {});
  };
  return (target, key, index) => {
    parameter(target, key, index);
    describe(target, key);
  };
}

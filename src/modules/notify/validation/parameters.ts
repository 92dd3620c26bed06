import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam, ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { parseQuery } from '../../../http/validation/query-string.js';

type Documented = (target: object, key: string | symbol | undefined) => void;

/** Hands a handler an id of the path, in lower case. That it is a UUID is the route's business: see `idSegment`. */
export function PathId(name: string): ParameterDecorator {
  const read = createParamDecorator((_: unknown, context: ExecutionContext): string =>
    segmentOf(context, name).toLowerCase(),
  );
  return documentedBy(read(), ApiParam({ name, schema: { type: 'string', format: 'uuid' } }));
}

/** Hands a handler a segment of the path as it was sent, percent-decoded. */
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

/** Hands a handler a parameter of the query as it was sent, the first of several; undefined where there is none. */
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

import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { fieldsOf } from './check.js';
import type { InputClass } from './validation-plan.js';

/** The DTO classes that a handler declares with `@Param()`, `@Query()` and `@Body()`. */
export interface InputShapes {
  readonly path: InputClass | null;
  readonly query: InputClass | null;
  readonly body: InputClass | null;
}

const shapesOfHandler = new WeakMap<object, InputShapes>();

/**
 * Reads the DTO classes from the metadata of Nest's parameter decorators, once for each handler.
 * @throws Error for a DTO that was imported as a type only, since its input would not be validated
 */
export function declaredShapes(controller: { prototype: object }, handler: { name: string }): InputShapes {
  const known = shapesOfHandler.get(handler);
  if (known !== undefined) return known;
  const shapes = readShapes(controller, handler.name);
  shapesOfHandler.set(handler, shapes);
  return shapes;
}

function readShapes(controller: { prototype: object }, method: string): InputShapes {
  const declared = Object.keys(
    (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as object,
  );
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype, method) ??
    []) as InputClass[];
  const shapeOf = (kind: RouteParamtypes): InputClass | null => {
    const key = declared.find((candidate) => candidate.startsWith(`${kind}:`));
    if (key === undefined) return null;
    const type = types[Number(key.split(':')[1])];
    if (type === undefined || fieldsOf(type).size === 0)
      throw new Error(`${method} declares an input without rules`);
    return type;
  };
  return {
    path: shapeOf(RouteParamtypes.PARAM),
    query: shapeOf(RouteParamtypes.QUERY),
    body: shapeOf(RouteParamtypes.BODY),
  };
}

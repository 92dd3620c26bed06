/** A JSON object of a document. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the object at a key; an empty one where there is none. */
export function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isObject(value) ? value : {};
}

/** Returns a copy of an object with each value replaced. */
export function mapValues(object: JsonObject, change: (value: unknown, key: string) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

/** An operation with its method and its path. */
export interface OperationEntry {
  readonly path: string;
  readonly method: string;
  readonly operation: JsonObject;
}

/** Returns every operation of a document. */
export function operationsOf(document: JsonObject): OperationEntry[] {
  return Object.entries(objectAt(document, 'paths')).flatMap(([path, methods]) =>
    Object.entries(isObject(methods) ? methods : {}).flatMap(([method, operation]) =>
      isObject(operation) ? [{ path, method, operation }] : [],
    ),
  );
}

/** Returns the parameters of an operation. */
export function parametersOf(operation: JsonObject): JsonObject[] {
  return Array.isArray(operation.parameters) ? operation.parameters.filter(isObject) : [];
}

/** What `JSON.parse` makes of a JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for a JSON object, which an array is not. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

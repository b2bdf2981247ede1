/**
 * Whether something is the name of an entry of a table. A text and nothing else: what comes from outside may be a list of one name, or an
 * object that cannot be made a text; and the names that every object has are none.
 */
export function isNameIn(table: object, name: unknown): name is string {
  return typeof name === "string" && Object.hasOwn(table, name);
}

/** What Python calls the type of a value, for messages: `int`, `NoneType`, a class's name. */
export function pythonTypeName(value: unknown): string {
  if (value === null || value === undefined) return "NoneType";
  switch (typeof value) {
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    case "string":
      return "str";
    case "boolean":
      return "bool";
    case "object":
    case "function":
      return className(value);
    default:
      return typeof value;
  }
}

function className(value: object): string {
  if (Array.isArray(value)) return "list";
  const made = value.constructor;
  if (made === Object) return "dict";
  return made === Function || !made?.name ? "function" : made.name;
}

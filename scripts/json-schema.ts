/** Turns the schemas of an OpenAPI 3.0 description into JSON Schema. */

/** What says nothing about validity. */
const annotations = new Set([
  ...["description", "title", "example", "examples", "default", "deprecated", "externalDocs"],
  ...["readOnly", "writeOnly", "discriminator", "nullable"],
]);

type Schema = Readonly<Record<string, unknown>>;

/** The same meaning in JSON Schema, without annotations; references lead to "#/definitions/…". */
export function toJsonSchema(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  // OpenAPI 3.0 ignores what stands beside a reference.
  if (typeof schema.$ref === "string") {
    return { $ref: schema.$ref.replace("#/components/schemas/", "#/definitions/") };
  }
  const kept = Object.entries(schema).filter(([key]) => !annotations.has(key) && !key.startsWith("x-"));
  const converted = Object.fromEntries(kept.map(([key, value]) => [key, convert(key, value)]));
  return schema.nullable === true ? orNull(converted) : converted;
}

function convert(key: string, value: unknown): unknown {
  if (key === "properties" && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, toJsonSchema(schema)]));
  }
  if (key === "enum" || key === "required") return value;
  return Array.isArray(value) ? value.map(toJsonSchema) : toJsonSchema(value);
}

function orNull(schema: Schema): Schema {
  if (["anyOf", "oneOf", "allOf"].some((key) => key in schema)) return { anyOf: [schema, { type: "null" }] };
  if (typeof schema.type !== "string") return schema;
  const choices = Array.isArray(schema.enum) ? { enum: [...new Set([...schema.enum, null])] } : {};
  return { ...schema, type: [schema.type, "null"], ...choices };
}

const isObject = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The definitions that a value refers to, directly or through others, sorted by name. */
export function closeOver(known: Schema, start: unknown): Schema {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name = ""] of JSON.stringify(value).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      if (found.has(name)) continue;
      if (!(name in known)) throw new Error(`The description refers to a missing schema "${name}".`);
      found.add(name);
      visit(known[name]);
    }
  };
  visit(start);
  return Object.fromEntries([...found].sort().map((name) => [name, known[name]]));
}

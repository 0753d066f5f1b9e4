/** Arguments of earlier tool calls in a form that every server takes back. */

/** The arguments as an object. What the model wrote wrongly is kept as text, so that it can see its mistake. */
export function argumentsObject(raw: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(raw);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Kept as text below.
  }
  return raw.trim() === "" ? {} : { malformed_arguments: raw };
}

/** The arguments as JSON of an object: many servers parse them to fill a template, and fail on anything else. */
export function argumentsJson(raw: string): string {
  const value = argumentsObject(raw);
  return "malformed_arguments" in value || raw.trim() === "" ? JSON.stringify(value) : raw;
}

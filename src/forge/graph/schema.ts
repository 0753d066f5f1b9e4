/** GitHub's own published GraphQL schema, read once. */

import { readFileSync } from "node:fs";
import { buildASTSchema, type GraphQLSchema, parse } from "graphql";

let schema: GraphQLSchema | undefined;

/** The schema; the first call takes a few hundred milliseconds. */
export function readSchema(): GraphQLSchema {
  if (schema) return schema;
  const file = new URL("schema.graphql", import.meta.resolve("@octokit/graphql-schema"));
  schema = buildASTSchema(parse(readFileSync(file, "utf8"), { noLocation: true }), { assumeValid: true });
  return schema;
}

/** Reads the schema when there is nothing else to do; returns a way to call that off. */
export function warmSchema(): () => void {
  const timer = setTimeout(readSchema, 100);
  timer.unref();
  return () => clearTimeout(timer);
}

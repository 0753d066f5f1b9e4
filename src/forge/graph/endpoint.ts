/** POST /api/graphql: parse, validate against GitHub's schema, execute, answer with GitHub's error form. */

import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  getOperationAST,
  parse,
  validate,
} from "graphql";
import { Refusal } from "../refusal.ts";
import type { Fields } from "../rest/fields.ts";
import type { Answer } from "../rest/route.ts";
import { type Context, failure } from "./context.ts";
import { mutations } from "./mutations.ts";
import { queries } from "./queries.ts";
import { readSchema } from "./schema.ts";

/** Answers one GraphQL request; a refused query is a 200 with errors, as on GitHub. */
export async function answerGraphql(context: Context, method: string, body: Fields): Promise<Answer> {
  context.note.route = "graphql";
  if (context.actor.kind === "anonymous" || context.actor.kind === "app") {
    throw new Refusal(401, "This endpoint requires you to be authenticated.");
  }
  if (method !== "POST") throw new Refusal(404, "Not Found");
  const query = body.text("query");
  if (!query)
    return {
      status: 200,
      body: { errors: [{ message: "A query attribute must be specified and must be a string." }] },
    };
  return { status: 200, body: await run(context, query, body) };
}

async function run(context: Context, query: string, body: Fields): Promise<object> {
  const document = parseQuery(query);
  if (document instanceof GraphQLError) return { errors: [showError(document)] };
  const operationName = body.text("operationName");
  context.note.route = nameOf(document, operationName);
  const errors = validate(readSchema(), document);
  if (errors.length > 0) return { errors: errors.map(showError) };
  const result = await execute({
    schema: readSchema(),
    document,
    rootValue: { ...queries, ...mutations },
    contextValue: context,
    variableValues: (body.value("variables") ?? {}) as Record<string, unknown>,
    operationName: operationName ?? null,
    fieldResolver: resolve,
  });
  return { ...(result.data === undefined ? {} : { data: result.data }), ...withErrors(result.errors) };
}

const withErrors = (errors: readonly GraphQLError[] | undefined) =>
  errors && errors.length > 0 ? { errors: errors.map(showError) } : {};

function parseQuery(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** "graphql:" and the operation's root fields, as the journal names the call. */
function nameOf(document: DocumentNode, operationName: string | undefined): string {
  const selections = getOperationAST(document, operationName)?.selectionSet.selections ?? [];
  const names = selections.map((selection) => (selection.kind === "Field" ? selection.name.value : "…"));
  return `graphql:${names.join("+")}`;
}

/** A field the forge lacks is an error with its name; null would be a lie. */
const resolve: GraphQLFieldResolver<unknown, Context> = (source, args, context, info) => {
  const record = source as Readonly<Record<string, unknown>>;
  const value = record[info.fieldName];
  if (value === undefined) {
    throw failure(
      "NOT_IMPLEMENTED",
      `This forge does not implement ${info.parentType.name}.${info.fieldName}`,
    );
  }
  return typeof value === "function" ? value(args, context, info) : value;
};

const types: Readonly<Record<number, string>> = {
  401: "FORBIDDEN",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  422: "UNPROCESSABLE",
};

function showError(error: GraphQLError): object {
  const { locations, path, message } = error;
  const place = { ...(path ? { path } : {}), ...(locations ? { locations } : {}) };
  const cause = error.originalError;
  if (cause instanceof Refusal) {
    return { type: types[cause.status] ?? "INTERNAL", ...place, message: wordsOf(cause) };
  }
  const type = error.extensions.type;
  return { ...(typeof type === "string" ? { type } : {}), ...place, message };
}

/** GraphQL has no list of field errors, so their words stand in the message. */
const wordsOf = (refusal: Refusal) =>
  refusal.errors?.map((error) => error.message ?? `${error.field} ${error.code}`).join(", ") ??
  refusal.message;

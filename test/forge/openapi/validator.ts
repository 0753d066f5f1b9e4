/** Holds answers and webhooks of the forge against GitHub's own description of them. */

import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { description, findOperation } from "./description.ts";

export interface Answered {
  readonly method: string;
  /** Below the API's root, without the query. */
  readonly path: string;
  readonly status: number;
  readonly body: string;
}

export interface Delivered {
  /** As in X-GitHub-Event. */
  readonly event: string;
  readonly body: string;
}

export interface Finding {
  /** What was looked at: "issues/get 200", or "webhook issues-opened". */
  readonly subject: string;
  /** Each with the place in the body; empty when all is as GitHub describes it. */
  readonly breaches: readonly string[];
}

/** A definition is compiled once, not anew wherever it is named: these schemas are large, and each is used a few times. */
const ajv = new Ajv({ strict: false, allErrors: true, inlineRefs: false, code: { optimize: false } });
addFormats.default(ajv);
ajv.addSchema({ $id: "github", definitions: description.definitions });

const compiled = new Map<string, ValidateFunction>();

/** Compiles a schema once; its references lead into the definitions. */
function compile(subject: string, schema: object): ValidateFunction {
  const known = compiled.get(subject);
  if (known) return known;
  const text = JSON.stringify(schema).replaceAll('"#/definitions/', '"github#/definitions/');
  const validate = ajv.compile(JSON.parse(text));
  compiled.set(subject, validate);
  return validate;
}

/** Checks one REST answer. */
export function checkAnswer({ method, path, status, body }: Answered): Finding {
  const id = findOperation(method, path);
  const operation = id === undefined ? undefined : description.operations[id];
  if (!operation) return { subject: `${method} ${path}`, breaches: ["GitHub describes no such operation"] };
  const subject = `${id} ${status}`;
  if (status === 304) return { subject, breaches: checkEmpty(body) };
  // GitHub leaves out refusals that can happen everywhere, and all of them look alike.
  const schema = operation.responses[status] ?? (status >= 400 ? refusal : undefined);
  if (schema === undefined) {
    const isDescribed = String(status) in operation.responses;
    return { subject, breaches: isDescribed ? checkEmpty(body) : ["GitHub describes no such status"] };
  }
  return { subject, breaches: checkBody(subject, schema, body) };
}

const refusal = { $ref: "#/definitions/basic-error" };

/** Checks one webhook. */
export function checkWebhook({ event, body }: Delivered): Finding {
  const action = (parse(body) as { readonly action?: unknown } | undefined)?.action;
  const key = [event, ...(typeof action === "string" ? [action] : [])].join("-").replaceAll("_", "-");
  const subject = `webhook ${key}`;
  const schema = description.webhooks[key];
  if (!schema) return { subject, breaches: ["GitHub describes no such webhook, or the extract lacks it"] };
  return { subject, breaches: checkBody(subject, schema, body) };
}

function checkBody(subject: string, schema: object, body: string): readonly string[] {
  const value = parse(body);
  if (value === undefined) return [`the body is no JSON: ${JSON.stringify(body.slice(0, 80))}`];
  const validate = compile(subject, schema);
  return validate(value) ? [] : (validate.errors ?? []).map(describe);
}

const checkEmpty = (body: string) => (body === "" ? [] : ["there should be no body"]);

function describe({ instancePath, message = "is wrong", params }: ErrorObject): string {
  const choices = "allowedValues" in params ? `: ${params.allowedValues}` : "";
  return `${instancePath === "" ? "/" : instancePath} ${message}${choices}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

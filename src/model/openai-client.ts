/** The OpenAI SDK without anything it would take from the environment, shared by both of its APIs. */

import OpenAI from "openai";
import { ownFetch } from "./own-fetch.ts";
import type { Endpoint } from "./server.ts";
import type { Watch } from "./watched-call.ts";

/** A client for one call; retries and time limits are ours. */
export const openaiClient = ({ key, baseUrl }: Endpoint, watch: Watch) =>
  new OpenAI({
    apiKey: key,
    baseURL: baseUrl,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: longestTimer,
    logLevel: "off",
    fetch: ownFetch({ authorization: `Bearer ${key}` }, watch),
  });

/** Node fires longer timers at once. */
const longestTimer = 2 ** 31 - 1;

/** An abort ends a call within a second, wherever the call stands. */

import { expect, test } from "vitest";
import { createModel } from "../../src/model/registry.ts";
import { type Answer, fallSilent, refuse, says, serve } from "./line-server.ts";
import { asking } from "./question.ts";

const aborts = (url: string, signal: AbortSignal) => {
  const model = createModel("compatible/m", { compatible: { baseUrl: url } });
  return expect(model.ask(asking("x"), signal)).rejects.toMatchObject({
    name: "ModelError",
    kind: "aborted",
  });
};

const abortSoon = (controller: AbortController) => setTimeout(() => controller.abort(), 30);

test.each<[string, Answer]>([
  ["before the server answers", () => {}],
  ["in the middle of a stream", fallSilent(says({ content: "half" }))],
  ["during the pause before another try", refuse(429, { message: "busy" }, { "retry-after": "60" })],
])("aborts %s", async (_when, answer) => {
  const controller = new AbortController();
  let closed = false;
  const { url } = await serve((response) => {
    response.on("close", () => {
      closed = true;
    });
    answer(response);
    abortSoon(controller);
  });
  const start = performance.now();
  await aborts(url, controller.signal);
  expect(performance.now() - start).toBeLessThan(1000);
  await expect.poll(() => closed).toBe(true);
});

test("sends nothing if it was aborted before", async () => {
  const { url, asked } = await serve(() => {});
  await aborts(url, AbortSignal.abort());
  expect(asked).toEqual([]);
});

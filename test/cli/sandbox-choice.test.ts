/** What the operator may ask of the sandbox, and how it is refused. */

import { expect, test } from "vitest";
import { detect } from "../../src/cli/sandbox-choice.ts";
import { readEnvironment } from "../../src/config.ts";

test.each(["registry.npmjs.org", "registry.npmjs.org,*.example.org:8443", "localhost:4873"])(
  "T23: %s can be allowed",
  (hosts) => {
    expect(readEnvironment({ STIGMERGY_ALLOW_HOSTS: hosts }).STIGMERGY_ALLOW_HOSTS).toBe(hosts);
  },
);

test.each(["*", "*.com", "a b.example", "https://a.example", "a.example/b", "a.example,", "a.example:"])(
  "T23: %s is refused in a sentence",
  (hosts) => {
    expect(() => readEnvironment({ STIGMERGY_ALLOW_HOSTS: hosts })).toThrow(
      /^The environment variable STIGMERGY_ALLOW_HOSTS is not usable: must be hosts with commas/,
    );
  },
);

test("T23: Docker cannot keep a list of hosts, and is not said to", async () => {
  const both = { STIGMERGY_DOCKER_IMAGE: "image", STIGMERGY_ALLOW_HOSTS: "a.example" };
  await expect(detect(both)).rejects.toThrow("STIGMERGY_ALLOW_HOSTS needs bubblewrap");
});

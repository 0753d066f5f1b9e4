import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Every process of the tests loads the same packages: all but the first find them compiled.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("node_modules/.cache/tests", import.meta.url));

/** Two cores carry two whole runs at a time; stories mostly wait. */
const timeouts = { testTimeout: 160_000, hookTimeout: 60_000, maxConcurrency: 2 };

/**
 * What leaves nothing behind in its process: one loads what such files need once, and runs them one after the other.
 * The test of github.ts is not among them, because it puts itself between its process and the network.
 */
const sharing = [
  "test/*.test.ts",
  "test/{agent,audit,codec,decide,domain,forge,intake,model}/**/*.test.ts",
  "test/effect/!(github).test.ts",
];

export default defineConfig({
  test: {
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: "main",
          include: ["test/**/*.test.ts"],
          exclude: [...sharing, "test/{system,timing,abuse}/**"],
          ...timeouts,
        },
      },
      { test: { name: "sharing", include: sharing, isolate: false, ...timeouts } },
      { test: { name: "system", include: ["test/system/**/*.test.ts"], ...timeouts } },
      // What it measures is its own time: nothing of ours runs beside it.
      {
        test: {
          name: "timing",
          include: ["test/timing/**/*.test.ts"],
          ...timeouts,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      // Starves the machine for seconds: nothing else should run on it.
      { test: { name: "abuse", include: ["test/abuse/**/*.test.ts"], ...timeouts } },
    ],
  },
});

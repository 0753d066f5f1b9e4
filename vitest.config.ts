import { defineConfig } from "vitest/config";

/** Two cores carry two whole runs at a time; stories mostly wait. */
const timeouts = { testTimeout: 160_000, hookTimeout: 60_000, maxConcurrency: 2 };

export default defineConfig({
  test: {
    maxWorkers: 3,
    projects: [
      { test: { name: "main", include: ["test/**/*.test.ts"], exclude: ["test/system/**"], ...timeouts } },
      { test: { name: "system", include: ["test/system/**/*.test.ts"], ...timeouts } },
    ],
  },
});

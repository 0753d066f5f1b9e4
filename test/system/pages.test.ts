/** The forge's pages in a real browser. Skipped, with the reason printed, where there is no Chromium. */

import { execFileSync } from "node:child_process";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startGround, widgets } from "../forge/ground.ts";
import { fillHostile, type Ground } from "../forge/hostile.ts";

function findChromium(): string | undefined {
  try {
    return execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
  } catch {
    process.stderr.write("page tests skipped: there is no program chromium (Debian's package chromium)\n");
    return undefined;
  }
}

const executablePath = findChromium();
const at = "/acme/widgets";

describe.skipIf(executablePath === undefined)("in Chromium", () => {
  let browser: Browser;
  let ground: Ground;
  let hostileCommit: string;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox"] });
    ground = await startGround();
    hostileCommit = (await fillHostile(ground)).sha;
  });
  afterAll(async () => {
    await browser.close();
    await ground[Symbol.asyncDispose]();
  });

  const paths = () => [
    ...["/", at, `${at}/issues?state=all`, `${at}/issues/1`, `${at}/issues/2`, `${at}/milestone/1`],
    ...[`${at}/pull/3`, `${at}/branches`, `${at}/commit/${hostileCommit}`],
  ];

  /** A page that notes each request and everything the browser complains of. */
  async function open(options: Parameters<Browser["newPage"]>[0] = {}) {
    const page = await browser.newPage(options);
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    return { page, requests, complaints };
  }

  const visit = (page: Page, path: string) => page.goto(ground.forge.url + path, { waitUntil: "load" });

  test("no text of a stranger runs, loads anything or breaks the page", async () => {
    const { page, requests, complaints } = await open();
    for (const path of paths()) {
      await visit(page, path);
      expect(await page.title(), path).toMatch(/ · (?:acme\/widgets|forge)$/);
      expect(await page.locator("script, iframe, img, object, embed, form, base").count(), path).toBe(0);
      expect(await page.locator("main").isVisible(), path).toBe(true);
    }
    expect(requests.filter((url) => !url.startsWith(ground.forge.url) && !url.startsWith("data:"))).toEqual(
      [],
    );
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each([400, 800])("every page fits a window of %d pixels", async (width) => {
    const { page } = await open({ viewport: { width, height: 800 } });
    for (const path of paths()) {
      await visit(page, path);
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBeLessThanOrEqual(width);
    }
    await page.close();
  });

  test("light and dark differ, and links can be told from text in both", async () => {
    const colours = [];
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await open({ colorScheme });
      await visit(page, `${at}/issues/1`);
      const [ground, text, link] = (await page.evaluate(`[
        getComputedStyle(document.body).backgroundColor,
        getComputedStyle(document.body).color,
        getComputedStyle(document.querySelector(".markdown a")).color,
      ]`)) as string[];
      expect(new Set([ground, text, link]).size, colorScheme).toBe(3);
      colours.push(ground);
      await page.close();
    }
    expect(new Set(colours).size).toBe(2);
  });

  test("a reader gets from the front to a task's change by links alone", async () => {
    const { page } = await open();
    await visit(page, at);
    await page.getByRole("link", { name: "Pull requests", exact: true }).click();
    await page.getByRole("link", { name: /^pull / }).click();
    await page.getByRole("link", { name: /^subject / }).click();
    await expect.poll(() => page.locator("table.diff").count()).toBeGreaterThan(0);
    expect(await page.locator("dl.trailers").innerText()).toContain("Swarm-Task");
    await page.close();
  });

  test("the API's author of the hostile texts reads them back as written", async () => {
    const { data } = await ground.as("ada").rest.issues.get({ ...widgets, issue_number: 1 });
    const { page } = await open();
    await visit(page, `${at}/issues/1`);
    expect(await page.locator("h1").first().innerText()).toContain(data.title);
    await page.close();
  });
});

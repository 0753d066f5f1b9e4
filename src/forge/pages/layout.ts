/** The frame around every page. */

import { Html, html } from "./html.ts";
import { style } from "./style.ts";
import { type Page, repositoryPath, type Tab } from "./visit.ts";

const tabs: readonly (readonly [Tab, string, string])[] = [
  ["overview", "", "Overview"],
  ["issues", "/issues", "Issues"],
  ["milestones", "/milestones", "Milestones"],
  ["pulls", "/pulls", "Pull requests"],
  ["branches", "/branches", "Branches"],
  ["commits", "/commits", "Commits"],
];

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cg fill='%23c2700a'%3E%3Ccircle cx='3' cy='12' r='2'/%3E%3Ccircle cx='8' cy='8' r='2.4'/%3E%3Ccircle cx='13' cy='3.5' r='2.8'/%3E%3C/g%3E%3C/svg%3E";

/** The whole document of a page, of a repository or of none. */
export function layOut(page: Page, repository?: { readonly owner: string; readonly name: string }): string {
  const name = repository ? `${repository.owner}/${repository.name}` : "forge";
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${page.title} · ${name}</title>
<link rel="icon" href="${icon}"><style>${new Html(style)}</style></head>
<body><header class="top"><p><a href="/">forge</a>${repository && crumbs(repository)}</p>${repository && navigation(repository, page.tab)}</header>
<main>${page.body}</main></body></html>
`.text;
}

type Named = { readonly owner: string; readonly name: string };

const crumbs = (repository: Named): Html =>
  html` <span>/</span> <a href="/${encodeURIComponent(repository.owner)}">${repository.owner}</a> <span>/</span> <a href="${repositoryPath(repository)}"><b>${repository.name}</b></a>`;

function navigation(repository: Named, chosen: Tab | undefined): Html {
  const links = tabs.map(
    ([tab, address, words]) =>
      html`<a href="${repositoryPath(repository)}${address}" ${tab === chosen && html`aria-current="page"`}>${words}</a>`,
  );
  return html`<nav aria-label="Repository">${links}</nav>`;
}

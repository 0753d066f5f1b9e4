/** Commits, files and refs as the REST API shows them. */

import { basename } from "node:path/posix";
import type { Commit } from "../commits.ts";
import type { FileDiff } from "../diff.ts";
import type { Entry, TreeItem } from "../files.ts";
import { apiUrl, type Hub, pageUrl } from "../hub.ts";
import { formatNodeId } from "../node-id.ts";
import type { Repository } from "../rows.ts";

const unsigned = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };

export function showCommit(hub: Hub, repository: Repository, commit: Commit) {
  const [api, page] = [apiUrl(hub, repository), pageUrl(hub, repository)];
  const url = `${api}/commits/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: formatNodeId("Repository", `${repository.id}:${commit.sha}`),
    url,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      verification: unsigned,
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

export function showGitCommit(hub: Hub, repository: Repository, commit: Commit) {
  const [api, page] = [apiUrl(hub, repository), pageUrl(hub, repository)];
  return {
    sha: commit.sha,
    node_id: formatNodeId("Repository", `${repository.id}:${commit.sha}`),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: unsigned,
  };
}

export function showRef(hub: Hub, repository: Repository, ref: string, sha: string) {
  const api = apiUrl(hub, repository);
  return {
    ref,
    node_id: formatNodeId("Repository", `${repository.id}:${ref}`),
    url: `${api}/git/${ref}`,
    object: { type: "commit", sha, url: `${api}/git/commits/${sha}` },
  };
}

export function showDiffEntry(hub: Hub, repository: Repository, sha: string, file: FileDiff) {
  const [api, page] = [apiUrl(hub, repository), pageUrl(hub, repository)];
  const path = escapePath(file.path);
  return {
    sha: file.blob,
    filename: file.path,
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${sha}/${path}`,
    raw_url: `${page}/raw/${sha}/${path}`,
    contents_url: `${api}/contents/${path}?ref=${sha}`,
  };
}

/** A file with its content, or the list of a folder. */
export function showContent(hub: Hub, repository: Repository, ref: string, entry: Entry) {
  if (entry.kind === "dir") return entry.items.map((item) => showItem(hub, repository, ref, item));
  const content = entry.base64.replace(/.{60}/g, "$&\n");
  return { ...showItem(hub, repository, ref, entry.item), encoding: "base64", content };
}

function showItem(hub: Hub, repository: Repository, ref: string, item: TreeItem) {
  const [api, page] = [apiUrl(hub, repository), pageUrl(hub, repository)];
  const path = escapePath(item.path);
  const self = `${api}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const git = `${api}/git/${item.kind === "dir" ? "trees" : "blobs"}/${item.sha}`;
  const html = `${page}/blob/${encodeURIComponent(ref)}/${path}`;
  return {
    type: item.kind,
    name: basename(item.path),
    path: item.path,
    sha: item.sha,
    size: item.size,
    url: self,
    git_url: git,
    html_url: html,
    download_url: item.kind === "dir" ? null : html.replace("/blob/", "/raw/"),
    _links: { self, git, html },
  };
}

const escapePath = (path: string) => path.split("/").map(encodeURIComponent).join("/");

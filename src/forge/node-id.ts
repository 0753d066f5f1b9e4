/** GraphQL node ids: opaque to callers, a kind and a number to us. */

export type NodeKind =
  | "App"
  | "CheckRun"
  | "Comment"
  | "Event"
  | "Installation"
  | "Issue"
  | "Label"
  | "Milestone"
  | "PullRequest"
  | "Reaction"
  | "Repository"
  | "User";

/** The opaque id of a row. */
export function formatNodeId(kind: NodeKind, id: number | string): string {
  return `${kind.slice(0, 1)}_${Buffer.from(`${kind}:${id}`).toString("base64url")}`;
}

/** Undefined for an id the forge did not hand out. */
export function parseNodeId(nodeId: string): { readonly kind: NodeKind; readonly id: number } | undefined {
  const plain = Buffer.from(nodeId.slice(2), "base64url").toString();
  const match = /^([A-Za-z]+):(\d+)$/.exec(plain);
  if (!match || formatNodeId(match[1] as NodeKind, Number(match[2])) !== nodeId) return undefined;
  return { kind: match[1] as NodeKind, id: Number(match[2]) };
}

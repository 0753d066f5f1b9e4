/** Git over real HTTP before a bare repository, by a server that takes a push and then loses its answer. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname } from "node:path";
import { buffer } from "node:stream/consumers";

/** What becomes of the answer to a push once the deed is done. */
export const losses = ["reset", "half an answer", "empty 200", "502"] as const;
export type Loss = (typeof losses)[number];

export interface LosingServer extends AsyncDisposable {
  readonly url: string;
  /** How the answers to pushes are lost; undefined passes them on. */
  loss: Loss | undefined;
  /** Nothing but the push is answered: nobody can read a ref. */
  deaf: boolean;
}

export async function losingServer(repository: string): Promise<LosingServer> {
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const losing: LosingServer = {
    url: `http://127.0.0.1:${port}/${basename(repository)}`,
    loss: undefined,
    deaf: false,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const isPush = request.url?.includes("receive-pack") ?? false;
    const answer = await run(dirname(repository), request);
    if (losing.deaf && !isPush) return void request.socket.destroy();
    if (request.method === "POST" && isPush && losing.loss) return lose(losing.loss, answer, response);
    response.writeHead(200, { "Content-Type": answer.type }).end(answer.body);
  };
  return losing;
}

interface Answer {
  readonly type: string;
  readonly body: Buffer;
}

async function run(root: string, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH ?? "",
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? "GET",
      REMOTE_USER: "somebody",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: String(request.headers["content-encoding"] ?? ""),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(child.stdin);
  const all = await buffer(child.stdout);
  const end = all.indexOf("\r\n\r\n");
  const type = /^Content-Type: (.*)$/im.exec(all.toString("latin1", 0, end))?.[1];
  return { type: type?.trim() ?? "", body: all.subarray(end + 4) };
}

function lose(loss: Loss, { type, body }: Answer, response: ServerResponse): void {
  if (loss === "reset") response.destroy();
  else if (loss === "502") response.writeHead(502).end();
  else if (loss === "empty 200") response.writeHead(200, { "Content-Type": type }).end();
  else {
    response.writeHead(200, { "Content-Type": type, "Content-Length": body.length });
    response.write(body.subarray(0, body.length / 2), () => response.destroy());
  }
}

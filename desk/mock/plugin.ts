import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { WebSocketServer } from "ws";

import { Centre } from "./centre.ts";
import { answer } from "./routes.ts";

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? undefined : JSON.parse(text);
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.end(body === undefined ? "" : JSON.stringify(body));
}

/** Says yes to whatever a phone asks: enough for it to be registered. */
function welcome(request: string): string {
  const header = (name: string) => new RegExp(`^${name}:.*$`, "im").exec(request)?.[0] ?? "";
  const kept = ["Via", "From", "Call-ID", "CSeq", "Contact"].map(header).filter((line) => line);
  return ["SIP/2.0 200 OK", ...kept, `${header("To")};tag=mock`, "Content-Length: 0", "", ""].join(
    "\r\n",
  );
}

/** A small centre inside the development server, for work on the desk without the service. */
export function mockServer(): Plugin {
  return {
    name: "yingda-mock",
    apply: "serve",
    configureServer(server) {
      const centre = new Centre();
      const sockets = new WebSocketServer({
        noServer: true,
        handleProtocols: (offered) => [...offered][0] ?? false,
      });
      server.middlewares.use((request, _response, next) => {
        if (request.url === "/phone") request.url = "/phone.html";
        next();
      });
      server.middlewares.use("/api", (request, response) => {
        void readBody(request).then((body) => {
          const path = request.url ?? "/";
          const { status, body: out } = answer(centre, request.method ?? "GET", path, body);
          reply(response, status, out);
        });
      });
      server.httpServer?.on("upgrade", (request, socket, head) => {
        if (request.url === "/mock/sip") {
          sockets.handleUpgrade(request, socket, head, (phone) => {
            phone.on("message", (text) => phone.send(welcome(String(text))));
          });
        }
        if (!request.url?.startsWith("/api/live")) return;
        sockets.handleUpgrade(request, socket, head, (client) => {
          client.send(JSON.stringify(centre.hello()));
          const forget = centre.listen((fact) => client.send(JSON.stringify(fact)));
          const beat = setInterval(
            () => client.send(JSON.stringify({ type: "beat", now: new Date().toISOString() })),
            10_000,
          );
          client.on("close", () => {
            forget();
            clearInterval(beat);
          });
        });
      });
    },
  };
}

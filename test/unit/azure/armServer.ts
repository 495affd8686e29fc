import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { generate } from "selfsigned";

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ShownCertificate {
  readonly certificate: string;
  readonly key: string;
}

async function selfSigned(): Promise<ShownCertificate> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
  });
  return { certificate: cert, key };
}

/** Answers one request; the number says how many arrived before it. */
export type Answering = (response: ServerResponse, request: Arrived, before: number) => void;

export interface ArmServer {
  readonly url: string;
  readonly arrived: readonly Arrived[];
  answer(answering: Answering): void;
  close(): Promise<void>;
}

/**
 * HTTPS on this machine, for what the real pipeline does.
 *
 * @param shown a certificate that clients trust; one of its own when left out.
 */
export async function startArmServer(shown?: ShownCertificate): Promise<ArmServer> {
  const { certificate: cert, key } = shown ?? (await selfSigned());
  const arrived: Arrived[] = [];
  let answering: Answering = (response) => json(response, 200, {});
  const server: Server = createServer({ cert, key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one = {
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      arrived.push(one);
      answering(response, one, arrived.length - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${String(port)}`,
    arrived,
    answer: (next) => {
      arrived.length = 0;
      answering = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** An answer with any text and kind. */
export function text(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** The connection breaks after the request was read: whether it was taken, the client cannot tell. */
export function reset(response: ServerResponse): void {
  response.destroy();
}

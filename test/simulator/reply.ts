import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { ArmResponse } from "./armResponse";
import type { FaultEffect } from "./fault";

/** The headers by which Microsoft's support finds a request again. */
export function identification(
  correlation: string | string[] | undefined,
): Readonly<Record<string, string>> {
  const requestId = randomUUID();
  return {
    "x-ms-request-id": requestId,
    "x-ms-correlation-request-id": typeof correlation === "string" ? correlation : requestId,
    "Cache-Control": "no-cache",
  };
}

/** Sends an answer; a HEAD gets none of its body. */
export function send(
  response: ServerResponse,
  method: string,
  { status, headers, body }: ArmResponse,
  common: Readonly<Record<string, string>>,
): void {
  const text = body === undefined || method === "HEAD" ? "" : JSON.stringify(body);
  response.writeHead(status, {
    ...common,
    ...(text === "" ? {} : { "Content-Type": "application/json; charset=utf-8" }),
    ...(status === 204 ? {} : { "Content-Length": String(Buffer.byteLength(text)) }),
    ...headers,
  });
  response.end(text);
}

/** Sends the text of a fault, all of it or half. */
export function sendRaw(
  response: ServerResponse,
  status: number,
  fault: FaultEffect & { readonly kind: "body" },
  common: Readonly<Record<string, string>>,
): void {
  const bytes = Buffer.from(fault.text);
  response.writeHead(status, {
    ...common,
    "Content-Type": fault.contentType ?? "application/json; charset=utf-8",
    "Content-Length": String(bytes.length),
  });
  if (fault.truncated === true) {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
      response.destroy();
    });
    return;
  }
  response.end(bytes);
}

/** The headers without those named. */
export function omit(
  headers: Readonly<Record<string, string>> | undefined,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const omitted = new Set(names.map((name) => name.toLowerCase()));
  return Object.fromEntries(
    Object.entries(headers ?? {}).filter(([name]) => !omitted.has(name.toLowerCase())),
  );
}

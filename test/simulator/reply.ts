import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { ArmResponse } from "./armResponse";
import type { FaultEffect } from "./fault";
import { isJsonObject, type Json } from "./json";

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
  finish(response, bytes, fault.truncated === true);
}

/** Sends an answer of the service, changed as the fault says. */
export function sendChanged(
  response: ServerResponse,
  { status, headers, body }: ArmResponse,
  fault: FaultEffect & { readonly kind: "changed" },
  url: string,
  common: Readonly<Record<string, string>>,
): void {
  const changed = changedBody(body, fault, url);
  const bytes = Buffer.from(changed === undefined ? "" : JSON.stringify(changed));
  response.writeHead(status, {
    ...common,
    "Content-Type": fault.contentType ?? "application/json; charset=utf-8",
    ...(status === 204 ? {} : { "Content-Length": String(bytes.length) }),
    ...headers,
    ...fault.headers,
  });
  finish(response, bytes, fault.truncated === true);
}

function changedBody(
  body: Json | undefined,
  { members, padding }: FaultEffect & { readonly kind: "changed" },
  url: string,
): Json | undefined {
  const added = Object.entries(members ?? {}).map(([name, value]) => [
    name,
    typeof value === "string" ? value.replaceAll("{url}", url) : value,
  ]);
  const padded = padding === undefined ? {} : { padding: " ".repeat(padding) };
  if (body === undefined) {
    return padding === undefined ? undefined : padded;
  }
  return isJsonObject(body)
    ? { ...body, ...(Object.fromEntries(added) as Record<string, Json>), ...padded }
    : body;
}

/** The rest of an answer, or half of it and then nothing. */
function finish(response: ServerResponse, bytes: Buffer, truncated: boolean): void {
  if (!truncated) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
    response.destroy();
  });
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

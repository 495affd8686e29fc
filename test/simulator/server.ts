import type { IncomingMessage, ServerResponse } from "node:http";
import { armError, type ArmResponse } from "./armResponse";
import { authenticate } from "./authentication";
import { answerControl, type Controls } from "./control";
import type { FaultEffect, Faults, Met } from "./fault";
import type { Json } from "./json";
import type { RecordedRequest } from "./recordedRequest";
import { identification, omit, send, sendChanged, sendRaw } from "./reply";
import { answerArm, apiVersionIn } from "./resourceManager";
import { answerSignIn } from "./signIn";
import { operationKind } from "./throttling";
import type { Tokens } from "./tokens";

/** What a request is answered from. */
export interface World extends Controls {
  readonly armUrl: string;
  readonly loginUrl: string;
  readonly audiences: readonly string[];
  readonly controlToken: string;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly latency: number;
  record(request: Recording): void;
}

/** A recorded request while it is being answered. */
export type Recording = { -readonly [Name in keyof RecordedRequest]: RecordedRequest[Name] };

interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly path: string;
  readonly text: string;
  readonly headers: IncomingMessage["headers"];
}

const controlPath = "/_simulator/";
const loginPath = "/login/";

/** Answers one HTTP request: the control endpoint, the sign-in endpoint, or Azure itself. */
export async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  world: World,
): Promise<void> {
  const incoming = await read(request, world);
  if (incoming.path.startsWith(controlPath)) {
    send(response, incoming.method, control(incoming, world), {});
    return;
  }
  const recording: Recording = {
    at: Date.now(),
    method: incoming.method,
    url: request.url ?? "",
    path: incoming.path,
    apiVersion: apiVersionIn(incoming.url.searchParams),
    status: 0,
    host: request.headers.host ?? "",
    hasAuthorization: request.headers.authorization !== undefined,
    ...(incoming.text === "" ? {} : { body: incoming.text }),
  };
  world.record(recording);
  const prepared = incoming.path.startsWith(loginPath)
    ? signIn(incoming, world)
    : resourceManager(incoming, world, recording);
  await answer(request, response, incoming, prepared, world, recording);
}

/** An answer not yet given: a refusal stands, work is done only if no fault comes first. */
type Prepared =
  | { readonly kind: "refusal"; readonly response: ArmResponse }
  | { readonly kind: "work"; readonly perform: () => ArmResponse };

async function read(request: IncomingMessage, world: World): Promise<Incoming> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  // An address that begins with "//" names no other host here.
  const url = new URL((request.url ?? "/").replace(/^\/+/, "/"), world.armUrl);
  return {
    method: request.method ?? "GET",
    url,
    path: singleSlashes(url.pathname),
    text: Buffer.concat(chunks).toString("utf8"),
    headers: request.headers,
  };
}

/**
 * `az resource create` writes ".../providers/Microsoft.CognitiveServices//accounts/x" where a
 * resource has no parent, and Azure Resource Manager answers as if there were one slash.
 * Source: https://learn.microsoft.com/azure/ai-services/recover-purge-resources, and the requests of
 * Azure/azure-cli, command_modules/resource
 */
function singleSlashes(path: string): string {
  return path.replace(/\/{2,}/g, "/");
}

function control(incoming: Incoming, world: World): ArmResponse {
  if (incoming.headers["x-simulator-control"] !== world.controlToken) {
    return armError(403, "Simulator", "The header x-simulator-control is missing or wrong.");
  }
  const body = parse(incoming.text);
  return body === malformed
    ? armError(400, "Simulator", "The body is not JSON.")
    : answerControl(incoming.method, incoming.path.slice(controlPath.length), body, world);
}

function signIn(incoming: Incoming, world: World): Prepared {
  const form = new URLSearchParams(incoming.text);
  const path = incoming.path.slice(loginPath.length);
  return {
    kind: "work",
    perform: () => answerSignIn(incoming.method, path, form, world.state, world.tokens),
  };
}

function resourceManager(incoming: Incoming, world: World, recording: Recording): Prepared {
  const { method, path, url } = incoming;
  const found = authenticate(method, incoming.headers.authorization, world);
  if (found.kind === "refused") {
    return { kind: "refusal", response: found.response };
  }
  const { caller } = found;
  recording.accountId = caller.person.id;
  const body = parse(incoming.text);
  const work = (): ArmResponse =>
    body === malformed
      ? armError(
          400,
          "InvalidRequestContent",
          "The request content was invalid and could not be deserialized.",
        )
      : answerArm(
          { method, path, query: url.searchParams, body, headers: incoming.headers, caller },
          world.state,
          world,
        );
  return { kind: "work", perform: () => throttled(method, path, caller.objectId, world, work) };
}

/** Counts the request, refuses it when the bucket is empty, and says how many are left. */
function throttled(
  method: string,
  path: string,
  principal: string,
  world: World,
  work: () => ArmResponse,
): ArmResponse {
  const { state } = world;
  if (!state.throttling) {
    return work();
  }
  const subscriptionId = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1];
  const kind = operationKind(method);
  const level = subscriptionId === undefined ? "tenant" : "subscription";
  const draw = state.buckets.draw(subscriptionId ?? "tenant", principal, kind, state.time.now());
  const remaining = { [`x-ms-ratelimit-remaining-${level}-${kind}`]: String(draw.remaining) };
  if (!draw.allowed) {
    const seconds = String(draw.retryAfterSeconds);
    return armError(
      429,
      "SubscriptionRequestsThrottled",
      `Number of '${kind}' requests for ${level} '${subscriptionId ?? ""}' exceeded the limit. Please try again after '${seconds}' seconds.`,
      { ...remaining, "Retry-After": seconds },
    );
  }
  const response = work();
  return { ...response, headers: { ...remaining, ...response.headers } };
}

const unharmed: Met = { effects: [], released: Promise.resolve() };

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  incoming: Incoming,
  prepared: Prepared,
  world: World,
  recording: Recording,
): Promise<void> {
  const { effects, released } =
    prepared.kind === "refusal" ? unharmed : world.faults.take(incoming.method, request.url ?? "");
  await delay(world.latency + extraLatency(effects));
  await released;
  const fault = effects.find(({ kind }) => kind !== "latency");
  if (interrupts(fault, "before", request)) {
    return;
  }
  const worked = fault?.kind === "status" ? faulty(fault) : undefined;
  const done =
    worked ?? (prepared.kind === "refusal" ? prepared.response : attempt(prepared.perform));
  if (interrupts(fault, "after", request)) {
    return;
  }
  const headers = identification(incoming.headers["x-ms-correlation-request-id"]);
  if (fault?.kind === "body") {
    recording.status = fault.status ?? done.status;
    sendRaw(response, recording.status, fault, headers);
    return;
  }
  recording.status = done.status;
  if (fault?.kind === "changed") {
    sendChanged(response, done, fault, incoming.url.href, headers);
    return;
  }
  const without = fault?.kind === "withoutHeaders" ? fault.names : [];
  send(response, incoming.method, { ...done, headers: omit(done.headers, without) }, headers);
}

function attempt(perform: () => ArmResponse): ArmResponse {
  try {
    return perform();
  } catch (error) {
    return armError(500, "SimulatorDefect", error instanceof Error ? error.message : String(error));
  }
}

function faulty(fault: FaultEffect & { readonly kind: "status" }): ArmResponse {
  const headers = { "Content-Type": "application/json; charset=utf-8", ...fault.headers };
  return fault.code === undefined && fault.message === undefined
    ? { status: fault.status, headers: fault.headers ?? {} }
    : armError(fault.status, fault.code ?? "", fault.message ?? "", headers);
}

function extraLatency(effects: readonly FaultEffect[]): number {
  return effects.reduce(
    (sum, effect) => sum + (effect.kind === "latency" ? effect.milliseconds : 0),
    0,
  );
}

/** Cuts or abandons the connection where the fault says so, and tells whether it did. */
function interrupts(
  fault: FaultEffect | undefined,
  moment: "before" | "after",
  request: IncomingMessage,
): boolean {
  if (fault?.kind === "reset" && fault.when === moment) {
    request.socket.destroy();
    return true;
  }
  return fault?.kind === "hang" && (fault.when ?? "before") === moment;
}

const malformed = Symbol("malformed JSON");

function parse(text: string): Json | undefined | typeof malformed {
  if (text === "") {
    return undefined;
  }
  try {
    return JSON.parse(text) as Json;
  } catch {
    return malformed;
  }
}

function delay(milliseconds: number): Promise<void> {
  return milliseconds <= 0
    ? Promise.resolve()
    : new Promise((resolve) => setTimeout(resolve, milliseconds));
}

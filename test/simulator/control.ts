import type { ArmResponse } from "./armResponse";
import type { Fault, FaultEffect } from "./fault";
import { isJsonObject, jsonAt, objectAt, textAt, type Json, type JsonObject } from "./json";
import type { RecordedRequest } from "./recordedRequest";
import type { Scenario } from "./scenario";
import type { SimulatorState } from "./state";

/** What the control endpoint can do to the simulator. */
export interface Controls {
  readonly requests: readonly RecordedRequest[];
  readonly state: SimulatorState;
  readonly scenarios: readonly Scenario[];
  setLatency(milliseconds: number): void;
  addFault(fault: Fault): string;
  removeFault(id: string): void;
  clearFaults(): void;
  reset(scenario?: Scenario): void;
}

/** The simulator's own interface for other processes; no part of Azure. */
export function answerControl(
  method: string,
  path: string,
  body: Json | undefined,
  controls: Controls,
): ArmResponse {
  const faultId = /^faults\/([^/]+)$/.exec(path)?.[1];
  if (method === "DELETE" && faultId !== undefined) {
    controls.removeFault(faultId);
    return { status: 204 };
  }
  switch (`${method} ${path}`) {
    case "GET requests":
      return { status: 200, body: controls.requests.map((request) => ({ ...request })) };
    case "GET state":
      return { status: 200, body: controls.state.snapshot() };
    case "POST state":
      return changeState(body, controls);
    case "POST faults":
      return addFault(body, controls);
    case "DELETE faults":
      controls.clearFaults();
      return { status: 204 };
    case "POST latency":
      return setLatency(body, controls);
    case "POST reset":
      return reset(body, controls);
    default:
      return problem(404, `There is no ${method} ${path}`);
  }
}

function problem(status: number, message: string): ArmResponse {
  return { status, body: { error: { code: "Simulator", message } } };
}

function changeState(body: Json | undefined, { state }: Controls): ArmResponse {
  const advance = jsonAt(body, "advanceSeconds");
  const lifetime = jsonAt(body, "tokenLifetimeSeconds");
  const pageSize = jsonAt(body, "pageSize");
  const throttling = jsonAt(body, "throttling");
  const claims = jsonAt(body, "demandedClaims");
  const hold = jsonAt(body, "holdOperations");
  if (typeof hold === "string" && !isPattern(hold)) {
    return problem(400, "holdOperations must be a regular expression, or true or false");
  }
  if (typeof advance === "number") {
    state.time.advance(advance);
  }
  if (typeof lifetime === "number") {
    state.tokenLifetimeSeconds = lifetime;
  }
  if (typeof pageSize === "number") {
    state.pageSize = pageSize;
  }
  if (typeof throttling === "boolean") {
    state.throttling = throttling;
  }
  if (hold === true) {
    state.operations.hold();
  } else if (typeof hold === "string") {
    state.operations.hold(new RegExp(hold));
  } else if (hold === false) {
    state.operations.release();
  }
  if (typeof claims === "string" || claims === null) {
    state.demandedClaims = claims ?? undefined;
  }
  return { status: 204 };
}

function setLatency(body: Json | undefined, controls: Controls): ArmResponse {
  const milliseconds = jsonAt(body, "ms");
  if (typeof milliseconds !== "number") {
    return problem(400, "ms must be a number");
  }
  controls.setLatency(milliseconds);
  return { status: 204 };
}

function reset(body: Json | undefined, controls: Controls): ArmResponse {
  const name = textAt(body, "scenario");
  const scenario = controls.scenarios.find((known) => known.name === name);
  if (name !== undefined && scenario === undefined) {
    return problem(400, `There is no scenario ${name}`);
  }
  controls.reset(scenario);
  return { status: 204 };
}

function addFault(body: Json | undefined, controls: Controls): ArmResponse {
  const effect = effectFrom(objectAt(body, "effect"));
  if (!isJsonObject(body) || effect === undefined) {
    return problem(400, "A fault needs a match and an effect");
  }
  const method = textAt(body, "match", "method");
  const path = textAt(body, "match", "path");
  if (path !== undefined && !isPattern(path)) {
    return problem(400, "The path must be a regular expression");
  }
  const times = jsonAt(body, "times");
  const afterRequests = jsonAt(body, "afterRequests");
  const id = controls.addFault({
    match: {
      ...(method === undefined ? {} : { method }),
      ...(path === undefined ? {} : { path }),
    },
    ...(typeof times === "number" ? { times } : {}),
    ...(typeof afterRequests === "number" ? { afterRequests } : {}),
    effect,
  });
  return { status: 201, body: { id } };
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

function effectFrom(effect: JsonObject): FaultEffect | undefined {
  const when = effect["when"] === "after" ? "after" : "before";
  const status = effect["status"];
  const code = textAt(effect, "code");
  const message = textAt(effect, "message");
  const text = textAt(effect, "text");
  const contentType = textAt(effect, "contentType");
  const milliseconds = effect["milliseconds"];
  const names = effect["names"];
  const padding = effect["padding"];
  switch (effect["kind"]) {
    case "status":
      return typeof status !== "number"
        ? undefined
        : {
            kind: "status",
            status,
            ...(code === undefined ? {} : { code }),
            ...(message === undefined ? {} : { message }),
            headers: stringsOf(objectAt(effect, "headers")),
          };
    case "reset":
      return { kind: "reset", when };
    case "hang":
      return { kind: "hang", when };
    case "body":
      return text === undefined
        ? undefined
        : {
            kind: "body",
            text,
            ...(typeof status === "number" ? { status } : {}),
            ...(contentType === undefined ? {} : { contentType }),
            truncated: effect["truncated"] === true,
          };
    case "changed":
      return {
        kind: "changed",
        ...(contentType === undefined ? {} : { contentType }),
        headers: stringsOf(objectAt(effect, "headers")),
        members: objectAt(effect, "members"),
        ...(typeof padding === "number" ? { padding } : {}),
        truncated: effect["truncated"] === true,
      };
    case "latency":
      return typeof milliseconds === "number" ? { kind: "latency", milliseconds } : undefined;
    case "held":
      return { kind: "held" };
    case "withoutHeaders":
      return Array.isArray(names)
        ? {
            kind: "withoutHeaders",
            names: names.map((name) => (typeof name === "string" ? name : "")),
          }
        : undefined;
    default:
      return undefined;
  }
}

function stringsOf(object: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

import { describe, expect, it } from "vitest";
import { ArmError, type ArmFailure } from "../../../src/azure/errors";
import type { JsonValue } from "../../../src/base/json";
import {
  nextProgress,
  startProgress,
  type Polling,
  type Progress,
} from "../../../src/azure/longRunning";
import type { ArmResponse } from "../../../src/azure/armResponse";

const asyncUrl = "https://management.azure.com/subscriptions/s/operations/1";
const locationUrl = "https://management.azure.com/subscriptions/s/results/1";

function answer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body?: JsonValue,
  retryAfterSeconds?: number,
): ArmResponse {
  return {
    status,
    headers,
    body,
    correlationId: "correlation",
    retryAfterSeconds,
    request: { method: "DELETE", path: "/subscriptions/s" },
  };
}

const none = {};
const location = { location: locationUrl };
const asyncOperation = { "azure-asyncoperation": asyncUrl };
const both = { ...location, ...asyncOperation };

const done: Progress = { state: "done" };
const untracked: Progress = { state: "untracked" };
const byAsync = (waitSeconds = 5, url = asyncUrl): Progress => ({
  state: "running",
  polling: { via: "Azure-AsyncOperation", url, waitSeconds },
});
const byLocation = (waitSeconds = 5, url = locationUrl): Progress => ({
  state: "running",
  polling: { via: "Location", url, waitSeconds },
});

function failureIn(act: () => unknown): ArmFailure | undefined {
  try {
    act();
  } catch (error) {
    return error instanceof ArmError ? error.failure : undefined;
  }
  return undefined;
}

describe("the first answer to a write", () => {
  it.each<[number, string, Record<string, string>, Progress]>([
    [200, "no header", none, done],
    [200, "Location", location, done],
    [200, "Azure-AsyncOperation", asyncOperation, byAsync()],
    [200, "both", both, byAsync()],
    [201, "no header", none, done],
    [201, "Location", location, byLocation()],
    [201, "Azure-AsyncOperation", asyncOperation, byAsync()],
    [201, "both", both, byAsync()],
    [202, "no header", none, untracked],
    [202, "Location", location, byLocation()],
    [202, "Azure-AsyncOperation", asyncOperation, byAsync()],
    [202, "both", both, byAsync()],
    [204, "no header", none, done],
    [204, "Location", location, done],
  ])("%i with %s", (status, _, headers, expected) => {
    expect(startProgress(answer(status, headers))).toEqual(expected);
  });

  it.each([302, 206])("with status %i is not of the protocol", (status) => {
    expect(failureIn(() => startProgress(answer(status, location)))).toMatchObject({
      kind: "unreadable",
      status,
      correlationId: "correlation",
    });
  });

  it.each([
    [undefined, 5],
    [17, 17],
    [4000, 300],
  ])("that asks to wait %s seconds is followed after %i", (asked, waited) => {
    expect(startProgress(answer(202, location, undefined, asked))).toEqual(byLocation(waited));
  });
});

describe("an answer from the Azure-AsyncOperation address", () => {
  const polling: Polling = { via: "Azure-AsyncOperation", url: asyncUrl, waitSeconds: 5 };

  it.each([
    ["Succeeded", done],
    ["succeeded", done],
    ["InProgress", byAsync()],
    ["Running", byAsync()],
    ["Accepted", byAsync()],
    ["Deleting", byAsync()],
  ])("with status %s", (status, expected) => {
    expect(nextProgress(polling, answer(200, none, { status }))).toEqual(expected);
  });

  it("moves on to the address it names next and the wait it asks for", () => {
    const next = nextProgress(
      polling,
      answer(202, { "azure-asyncoperation": `${asyncUrl}b` }, { status: "InProgress" }, 9),
    );
    expect(next).toEqual(byAsync(9, `${asyncUrl}b`));
  });

  it.each([
    [
      "Failed",
      { status: "Failed", error: { code: "Conflict", message: "In use." } },
      { code: "Conflict", message: "In use." },
    ],
    ["Canceled", { status: "Canceled" }, { code: "canceled" }],
    ["Failed without error", { status: "FAILED" }, { code: "failed" }],
  ])("that says %s ends it as refused", (_, body, expected) => {
    expect(failureIn(() => nextProgress(polling, answer(200, none, body)))).toMatchObject({
      kind: "refused",
      correlationId: "correlation",
      ...expected,
    });
  });

  it.each([undefined, {}, [], "text", { status: 1 }])(
    "that is %j says nothing about the operation",
    (body) => {
      expect(failureIn(() => nextProgress(polling, answer(200, none, body)))?.kind).toBe(
        "unreadable",
      );
    },
  );
});

describe("an answer from the Location address", () => {
  const polling: Polling = { via: "Location", url: locationUrl, waitSeconds: 5 };

  it.each<[number, Record<string, string>, Progress]>([
    [200, none, done],
    [201, none, done],
    [204, none, done],
    [202, none, byLocation()],
    [202, { location: `${locationUrl}b` }, byLocation(5, `${locationUrl}b`)],
  ])("with status %i and headers %j", (status, headers, expected) => {
    expect(nextProgress(polling, answer(status, headers))).toEqual(expected);
  });

  it("with a redirect is not of the protocol", () => {
    expect(failureIn(() => nextProgress(polling, answer(302, location)))?.kind).toBe("unreadable");
  });
});

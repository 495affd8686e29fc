import { describe, expect, it } from "vitest";
import type { ArmFailure } from "../../../src/azure/errors";
import { failureDetails } from "../../../src/ui/failureDetails";

const failure: ArmFailure = {
  kind: "refused",
  method: "PUT",
  path: "/subscriptions/s/resourcegroups/rg",
  status: 403,
  code: "RequestDisallowedByPolicy",
  message: `Resource 'rg' was disallowed by policy. Policy identifiers: '[{"policyDefinition":{"name":"Tags"}}]'.`,
  correlationId: "4f5e1c3a",
  policies: ["Tags", "Allowed locations"],
};
const at = Date.parse("2026-03-01T12:00:00Z");

describe("the details of a failure", () => {
  it("are what a colleague asks for, a line for each", () => {
    const text = failureDetails({
      what: "Recover kv",
      target: "/subscriptions/s/kv",
      sentence: "A policy denies this.",
      failure,
      at,
    });
    expect(text.split("\n")).toEqual([
      "Recover kv",
      "/subscriptions/s/kv",
      "A policy denies this.",
      "Request:        PUT /subscriptions/s/resourcegroups/rg",
      "Status:         403",
      "Code:           RequestDisallowedByPolicy",
      "Message:        Resource 'rg' was disallowed by policy.",
      "Policies:       Tags, Allowed locations",
      "Correlation ID: 4f5e1c3a",
      "Time:           2026-03-01T12:00:00.000Z",
    ]);
  });

  it("leave out what is not known, and cannot be made to hold other lines", () => {
    const text = failureDetails({
      what: "Purge kv\u202e",
      sentence: "No.\nCode: Forged",
      failure: { kind: "noAnswer", method: "POST", path: "/s", message: "ECONNRESET\nStatus: 200" },
    });
    expect(text.split("\n")).toEqual([
      "Purge kv[U+202E]",
      "No.[U+000A]Code: Forged",
      "Request: POST /s",
      "Message: ECONNRESET Status: 200",
    ]);
  });

  it("are the sentence alone where Azure had no part in it", () => {
    expect(failureDetails({ what: "Recover kv", sentence: "Gone." })).toBe("Recover kv\nGone.");
  });
});

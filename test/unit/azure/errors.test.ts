import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ArmError,
  errorInBody,
  explainFailure,
  isRegionAbsent,
  isServiceAbsent,
  missingPermission,
  type ArmFailure,
} from "../../../src/azure/errors";
import type { JsonValue } from "../../../src/azure/json";
import { anyFailure } from "./arbitraries";

const refused = (failure: Partial<ArmFailure>): ArmFailure => ({
  kind: "refused",
  method: "GET",
  path: "/subscriptions/s",
  message: "the message",
  ...failure,
});

describe("the error in an ARM body", () => {
  const wrapped = { error: { code: "Conflict", message: "It conflicts." } };

  it.each<[string, JsonValue | undefined, { code: string; message: string } | undefined]>([
    ["in its envelope", wrapped, wrapped.error],
    ["without the envelope", wrapped.error, wrapped.error],
    ["without a message", { error: { code: "Gone" } }, { code: "Gone", message: "Gone" }],
    [
      "inside a deployment's",
      {
        error: {
          code: "InvalidTemplateDeployment",
          message: "See inner errors.",
          details: [
            { message: "no code" },
            {
              code: "Outer",
              details: [{ code: "FlagMustBeSetForRestore", message: "An existing resource" }],
            },
          ],
        },
      },
      { code: "FlagMustBeSetForRestore", message: "An existing resource" },
    ],
    ["that is text", { error: "no" }, undefined],
    ["that is missing", undefined, undefined],
    ["of a list", [], undefined],
  ])("%s is found", (_, body, expected) => {
    expect(errorInBody(body)).toEqual(expected);
  });

  it("nested without end is still read to an end", () => {
    let body: JsonValue = { code: "Innermost" };
    for (let depth = 0; depth < 2000; depth += 1) {
      body = { code: `Level${String(depth)}`, details: [body] };
    }
    expect(errorInBody(body)?.code).toBe("Level1994");
  });

  it("never throws, whatever the body", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const found = errorInBody(body as JsonValue);
        expect(found?.code).not.toBe("");
      }),
    );
  });
});

describe("a missing permission", () => {
  const sentence =
    "The client 'dana@contoso.example' with object id 'x' does not have authorization to perform action 'Microsoft.KeyVault/locations/deletedVaults/purge/action' over scope '/subscriptions/s' or the scope is invalid. If access was recently granted, please refresh your credentials.";

  it("is read from Azure's AuthorizationFailed sentence", () => {
    expect(missingPermission(refused({ status: 403, message: sentence }))).toEqual({
      action: "Microsoft.KeyVault/locations/deletedVaults/purge/action",
      scope: "/subscriptions/s",
    });
  });

  it("is explained with its action and scope", () => {
    const text = explainFailure(
      refused({ status: 403, code: "AuthorizationFailed", message: sentence }),
    );
    expect(text).toContain('"Microsoft.KeyVault/locations/deletedVaults/purge/action"');
    expect(text).toContain('"/subscriptions/s"');
  });

  it("is not invented where the sentence is another", () => {
    const failure = refused({ status: 403, message: "Access denied by firewall" });
    expect(missingPermission(failure)).toBeUndefined();
    expect(explainFailure(failure)).toContain("Access denied by firewall");
  });
});

describe("a service", () => {
  it.each([
    "MissingSubscriptionRegistration",
    "InvalidResourceType",
    "InvalidResourceNamespace",
    "NoRegisteredProviderFound",
  ])("is absent where Azure answers %s", (code) => {
    expect(isServiceAbsent(refused({ status: 409, code }))).toBe(true);
  });

  it.each([
    refused({ status: 403, code: "AuthorizationFailed" }),
    refused({ status: 404 }),
    refused({ kind: "noAnswer", code: "InvalidResourceType" }),
  ])("is not absent for another failure", (failure) => {
    expect(isServiceAbsent(failure)).toBe(false);
  });
});

describe("a region", () => {
  const version = "2025-09-01";
  const sentence = (versions: string): string =>
    `No registered resource provider found for location 'x' and API version '${version}' for type 'locations/deletedVaults'. The supported api-versions are '${versions}'. The supported locations are 'westeurope'.`;
  const code = "NoRegisteredProviderFound";

  it.each<[string, Partial<ArmFailure>]>([
    ["its version is the first supported one", { message: sentence("2025-09-01, 2026-06-01") }],
    ["its version is the last supported one", { message: sentence("2023-07-01,2025-09-01") }],
    ["its version is the only supported one", { message: sentence("2025-09-01") }],
    ["the type is nowhere", { message: "No registered resource provider found." }],
    ["Azure has a code for it", { code: "LocationNotAvailableForResourceType" }],
    ["the provider is not registered", { code: "MissingSubscriptionRegistration", status: 409 }],
  ])("lacks a type where %s", (_, failure) => {
    expect(isRegionAbsent(refused({ status: 400, code, ...failure }), version)).toBe(true);
  });

  it.each<[string, Partial<ArmFailure>]>([
    ["only other versions are supported", { message: sentence("2023-07-01, 2026-06-01") }],
    ["only a preview of the version is", { message: sentence("2025-09-01-preview") }],
    ["the code is another", { code: "BadRequest", message: sentence("2025-09-01") }],
    ["Azure did not answer", { kind: "noAnswer", message: sentence("2025-09-01") }],
    ["it may not be read", { status: 403, code: "AuthorizationFailed" }],
  ])("is not said to lack a type where %s", (_, failure) => {
    expect(isRegionAbsent(refused({ status: 400, code, ...failure }), version)).toBe(false);
  });
});

describe("a failure in words", () => {
  it("is one line of text for any failure, without a placeholder in it", () => {
    fc.assert(
      fc.property(anyFailure, (failure) => {
        const text = explainFailure(failure);
        expect(text).not.toMatch(/[\r\n\u2028\u2029]/);
        expect(text).not.toContain("[object Object]");
        expect(text).not.toContain("undefined");
        expect(text).not.toContain("NaN");
        expect(text).not.toMatch(/\{\d\}/);
        expect(text.length).toBeLessThan(1500);
      }),
      { numRuns: 300 },
    );
  });

  it.each<[Partial<ArmFailure>, RegExp]>([
    [{ kind: "noAnswer" }, /could not be reached/],
    [{ kind: "notSent", message: "Sign in first." }, /^Sign in first\.$/],
    [{ kind: "unreadable", message: "not JSON" }, /could not be read \(not JSON\)/],
    [{ status: 401 }, /Sign in again/],
    [{ status: 404 }, /does not find it/],
    [{ status: 404, code: "ResourceGroupNotFound" }, /resource group does not exist any more/],
    [{ status: 429, retryAfterSeconds: 12.2 }, /in 13 seconds/],
    [{ status: 429 }, /in 60 seconds/],
    [{ status: 503, code: "ServerBusy" }, /problem of its own \(ServerBusy\)/],
    [{ status: 500 }, /problem of its own \(500\)/],
    [{ status: 409, message: "It\n is   busy." }, /Azure refused: It is busy\./],
    [{ status: 403, code: "RequestDisallowedByPolicy" }, /policy .*: the message/],
    [{ status: 409, code: "ScopeLocked" }, /lock .*: the message/],
  ])("of %j says what to do", (failure, expected) => {
    expect(explainFailure(refused(failure))).toMatch(expected);
  });

  it("is cut where Azure's message is very long", () => {
    const text = explainFailure(refused({ status: 400, message: "x".repeat(5000) }));
    expect(text).toMatch(/^Azure refused: x{299}…$/);
  });

  it("stays plain data inside an error", () => {
    const failure = refused({ status: 409 });
    const error = new ArmError(failure);
    expect(JSON.parse(JSON.stringify(error.failure))).toEqual(failure);
    expect(error.message).toBe(failure.message);
  });
});

import { describe, expect, it } from "vitest";
import {
  ArmError,
  failureIn,
  isRegionAbsent,
  isServiceAbsent,
  missingPermission,
  type ArmFailure,
} from "../../../src/azure/errors";

const refused = (failure: Partial<ArmFailure>): ArmFailure => ({
  kind: "refused",
  method: "GET",
  path: "/subscriptions/s",
  message: "the message",
  ...failure,
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

  it("is not invented where the sentence is another", () => {
    const failure = refused({ status: 403, message: "Access denied by firewall" });
    expect(missingPermission(failure)).toBeUndefined();
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

describe("an error", () => {
  it("keeps its failure as plain data", () => {
    const failure = refused({ status: 409, policies: ["Tags"] });
    const error = new ArmError(failure);
    expect(JSON.parse(JSON.stringify(error.failure))).toEqual(failure);
    expect(error.message).toBe(failure.message);
  });

  it("tells Azure's part in it, which may be its cause", () => {
    const failure = refused({ status: 409 });
    const error = new ArmError(failure);
    expect(failureIn(error)).toBe(failure);
    expect(failureIn(new Error("in words", { cause: error }))).toBe(failure);
    expect(failureIn(new Error("of ours"))).toBeUndefined();
    expect(failureIn("thrown text")).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import { listSubscriptions, listTenants, type ListRequest } from "../../../src/account/armLists";
import { SignInNeededError } from "../../../src/account/signInNeededError";
import type { ArmRequest } from "../../../src/azure/armRequest";
import { ArmError } from "../../../src/azure/errors";
import type { JsonValue } from "../../../src/base/json";
import { loggerTo, testCloud } from "./fakes";

const credential = { getToken: () => Promise.resolve(null) };

function requestOver(pages: readonly (readonly JsonValue[])[], end?: Error) {
  const asked: ArmRequest[] = [];
  const warnings: string[] = [];
  const request: ListRequest = {
    connect: async () => ({
      list: async (one, onPage) => {
        asked.push(one);
        pages.forEach(onPage);
        if (end !== undefined) {
          throw end;
        }
      },
    }),
    credential,
    cloud: testCloud,
    logger: loggerTo(warnings),
    signal: new AbortController().signal,
  };
  return { asked, warnings, request };
}

describe("listSubscriptions", () => {
  it("asks the cloud with the credential", async () => {
    const { asked, request } = requestOver([]);
    const connections: unknown[] = [];
    const connect: typeof request.connect = (options) => {
      connections.push(options);
      return request.connect(options);
    };
    expect(await listSubscriptions({ ...request, connect })).toEqual([]);
    const { armEndpoint, scope } = testCloud;
    expect(connections).toEqual([{ endpoint: armEndpoint, scope, credential }]);
    expect(asked).toEqual([{ method: "GET", path: "/subscriptions", apiVersion: "2022-12-01" }]);
  });

  it("takes all pages, and names by id what has no name", async () => {
    const { request, warnings } = requestOver([
      [{ subscriptionId: "1", displayName: "One", tenantId: "t" }],
      [{ subscriptionId: "2" }],
    ]);
    expect(await listSubscriptions(request)).toEqual([
      { subscriptionId: "1", name: "One", homeTenantId: "t" },
      { subscriptionId: "2", name: "2", homeTenantId: undefined },
    ]);
    expect(warnings).toEqual([]);
  });

  it("leaves out what it does not understand, and logs how many", async () => {
    const { request, warnings } = requestOver([
      [{}, { subscriptionId: "1" }],
      [null, "x", { subscriptionId: 5 }],
    ]);
    expect(await listSubscriptions(request)).toHaveLength(1);
    expect(warnings).toEqual([
      "account: 4 entries of the list of subscriptions could not be understood and are left out.",
    ]);
  });

  it("says in words why Azure could not be asked", async () => {
    const failure = { kind: "noAnswer", method: "GET", path: "/subscriptions", message: "EPIPE" };
    const { request } = requestOver([], new ArmError({ ...failure, kind: "noAnswer" }));
    await expect(listSubscriptions(request)).rejects.toThrow(
      "Can't reach Azure. Check the network or proxy, then try again.",
    );
  });

  it("rejects with the credential's own error when the person has to sign in", async () => {
    const cause = new SignInNeededError("Sign in.", { advice: "Run az login." });
    const failure = { kind: "notSent", method: "GET", path: "/subscriptions" } as const;
    const wrapped = new ArmError({ ...failure, message: cause.message }, { cause });
    await expect(listSubscriptions(requestOver([], wrapped).request)).rejects.toBe(cause);
  });
});

describe("listTenants", () => {
  it("names a tenant by display name, else domain, else not at all", async () => {
    const { asked, request, warnings } = requestOver([
      [
        { tenantId: "1", displayName: "One", defaultDomain: "one.test" },
        { tenantId: "2", defaultDomain: "two.test" },
        { tenantId: "3" },
        {},
      ],
    ]);
    expect(await listTenants(request)).toEqual([
      { tenantId: "1", name: "One" },
      { tenantId: "2", name: "two.test" },
      { tenantId: "3" },
    ]);
    expect(asked[0]?.path).toBe("/tenants");
    expect(warnings).toHaveLength(1);
  });
});

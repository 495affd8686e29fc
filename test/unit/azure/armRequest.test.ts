import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  armPath,
  pathAndQuery,
  requestKind,
  resourceGraphPath,
  subscriptionOf,
  UnusableNameError,
} from "../../../src/azure/armRequest";

const endpoint = "https://management.azure.com";

/** Everything that can be a name: not empty, no dot segment, whole characters. */
const usable = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1 }),
    fc.string({ unit: fc.constantFrom("/", "\\", "%", "2", "e", ".", "?", "#"), minLength: 1 }),
  )
  .filter((name) => name !== "." && name !== ".." && name.isWellFormed());

describe("an ARM path", () => {
  it("addresses exactly the names it was made of, whatever is in them", () => {
    fc.assert(
      fc.property(usable, usable, (group, name) => {
        const path = armPath`/subscriptions/s/resourceGroups/${group}/providers/P/vaults/${name}`;
        const { pathname, search, hash, origin } = new URL(endpoint + path);
        const segments = pathname.split("/");
        expect(segments).toHaveLength(9);
        expect(decodeURIComponent(segments[4] ?? "")).toBe(group);
        expect(decodeURIComponent(segments[8] ?? "")).toBe(name);
        expect({ search, hash, origin }).toEqual({ search: "", hash: "", origin: endpoint });
      }),
    );
  });

  it.each(["", ".", "..", "\ud800", "a\udc00b"])("is refused for the name %j", (name) => {
    expect(() => armPath`/subscriptions/${name}/providers`).toThrow(UnusableNameError);
  });

  it.each(["...", "%2e%2e", ".a", "a..", "%2F"])("is made for the odd name %j", (name) => {
    const { pathname } = new URL(`${endpoint}${armPath`/a/${name}/b`}`);
    expect(pathname.split("/").map(decodeURIComponent)).toEqual(["", "a", name, "b"]);
  });
});

describe("an ARM request", () => {
  it("has its api-version first and its query encoded", () => {
    expect(
      pathAndQuery({
        method: "GET",
        path: "/subscriptions/s",
        apiVersion: "2024-07-01",
        query: { $filter: "name eq 'a&b'" },
      }),
    ).toBe("/subscriptions/s?api-version=2024-07-01&%24filter=name+eq+%27a%26b%27");
  });

  it.each([
    ["GET", "read"],
    ["HEAD", "read"],
    ["DELETE", "delete"],
    ["PUT", "write"],
    ["POST", "write"],
    ["PATCH", "write"],
  ])("with method %s counts as a %s", (method, kind) => {
    expect(requestKind(method, `${endpoint}/subscriptions/s`)).toBe(kind);
  });

  it.each([
    ["POST", `${endpoint}${resourceGraphPath}?api-version=2022-10-01`, "query"],
    ["POST", resourceGraphPath, "query"],
    ["POST", resourceGraphPath.toLowerCase(), "query"],
    ["PUT", resourceGraphPath, "write"],
    ["DELETE", resourceGraphPath, "delete"],
    ["POST", `${resourceGraphPath}/purge`, "write"],
    ["POST", `/subscriptions/s${resourceGraphPath}`, "write"],
    ["POST", `/subscriptions/s/purge?to=${resourceGraphPath}`, "write"],
    ["POST", `https://evil.example/x#${resourceGraphPath}`, "write"],
    ["POST", "/subscriptions/s/providers/Microsoft.KeyVault/checkNameAvailability", "write"],
  ])("%s %s counts as a %s", (method, url, kind) => {
    expect(requestKind(method, url)).toBe(kind);
  });

  it.each([
    [`${endpoint}/subscriptions/ABC/providers?api-version=1`, "abc"],
    ["/Subscriptions/abc?x", "abc"],
    ["/subscriptions?api-version=1", ""],
    ["/providers/Microsoft.Management", ""],
  ])("to %s is about the subscription %j", (url, subscription) => {
    expect(subscriptionOf(url)).toBe(subscription);
  });
});

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArmMethod, ArmRequest } from "../../../src/azure/armRequest";
import {
  assertIntent,
  permanentDeleteResource,
  restoreSoftDeletedResource,
  softDeleteActionKind,
  WrongIntentError,
  type Intent,
} from "../../../src/services/softDeleteAction";
import { anyCase, azureName } from "../azure/arbitraries";

const methods: readonly ArmMethod[] = ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE"];
const group = "/subscriptions/s/resourceGroups/rg-data/providers/Microsoft.DocumentDB";
const softDeleted = `${group}/locations/swedencentral/softDeletedDatabaseAccounts/cosmos`;
const live = `${group}/databaseAccounts/cosmos`;

const intent = fc.constantFrom<Intent>("recover", "purge", "delete", "change", "create");
const notPurge = fc.constantFrom<Intent>("recover", "delete", "change", "create");
const keeping = fc.constantFrom<Intent>("recover", "change", "create");
const method = fc.constantFrom(...methods);

const right: Readonly<Partial<Record<Intent, string>>> = {
  recover: restoreSoftDeletedResource,
  purge: permanentDeleteResource,
};

/** Values near to the right ones, and far from them. */
const kind = fc.oneof(
  fc.constantFrom(
    restoreSoftDeletedResource,
    permanentDeleteResource,
    "",
    ` ${restoreSoftDeletedResource}`,
    `${restoreSoftDeletedResource},${permanentDeleteResource}`,
  ),
  anyCase(restoreSoftDeletedResource),
  anyCase(permanentDeleteResource),
  fc.string(),
);

function request(
  verb: ArmMethod,
  path: string,
  query?: Readonly<Record<string, string>>,
): ArmRequest {
  return { method: verb, path, apiVersion: "1", ...(query === undefined ? {} : { query }) };
}

function allows(action: Intent, sent: ArmRequest, fallbackRequest?: ArmRequest): boolean {
  try {
    assertIntent(action, {
      request: sent,
      ...(fallbackRequest === undefined ? {} : { fallbackRequest }),
    });
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(WrongIntentError);
    return false;
  }
}

describe("the parameter that tells a recovery from a purge", () => {
  it("has the names that Azure has for it", () => {
    expect([softDeleteActionKind, restoreSoftDeletedResource, permanentDeleteResource]).toEqual([
      "softDeleteActionKind",
      "RestoreSoftDeletedResource",
      "PermanentDeleteResource",
    ]);
  });

  it.each([
    ["recover", restoreSoftDeletedResource, true],
    ["purge", permanentDeleteResource, true],
    ["recover", permanentDeleteResource, false],
    ["purge", restoreSoftDeletedResource, false],
    ["delete", permanentDeleteResource, false],
    ["delete", restoreSoftDeletedResource, false],
    ["change", restoreSoftDeletedResource, false],
    ["create", restoreSoftDeletedResource, false],
  ] as const)("in a plan to %s may be %s: %s", (action, value, expected) => {
    const sent = request("DELETE", softDeleted, { [softDeleteActionKind]: value });
    expect(allows(action, sent)).toBe(expected);
  });

  it("has exactly the intent's value, on the deletion of a soft-deleted account, or is refused", () => {
    fc.assert(
      fc.property(intent, kind, method, fc.boolean(), (action, value, verb, isSoftDeleted) => {
        const path = isSoftDeleted ? softDeleted : live;
        expect(allows(action, request(verb, path, { [softDeleteActionKind]: value }))).toBe(
          isSoftDeleted && verb === "DELETE" && value === right[action],
        );
      }),
      { numRuns: 1000 },
    );
  });

  it("is refused in any other spelling, and beside another of its name", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<"recover" | "purge">("recover", "purge"),
        anyCase(softDeleteActionKind),
        kind,
        (action, name, other) => {
          fc.pre(name !== softDeleteActionKind);
          const value = right[action] ?? "";
          expect(allows(action, request("DELETE", softDeleted, { [name]: value }))).toBe(false);
          const both = { [softDeleteActionKind]: value, [name]: other };
          expect(allows(action, request("DELETE", softDeleted, both))).toBe(false);
        },
      ),
    );
  });

  it("cannot be left out, whatever else is asked and however the address is written", () => {
    fc.assert(
      fc.property(
        intent,
        anyCase(softDeleted),
        fc.constantFrom("", "/", "//"),
        fc.dictionary(azureName, azureName, { maxKeys: 2 }),
        (action, path, end, query) => {
          expect(allows(action, request("DELETE", `${path}${end}`, query))).toBe(false);
        },
      ),
    );
    const encoded = softDeleted.replace("softDeleted", "soft%44eleted");
    expect(allows("purge", request("DELETE", encoded))).toBe(false);
  });

  it("counts whatever the case of the address", () => {
    fc.assert(
      fc.property(anyCase(softDeleted), (path) => {
        const sent = request("DELETE", path, { [softDeleteActionKind]: permanentDeleteResource });
        expect(allows("purge", sent)).toBe(true);
        expect(allows("recover", sent)).toBe(false);
      }),
    );
  });

  it.each([
    "/subscriptions/s/resourceGroups/softDeletedDatabaseAccounts/providers/Microsoft.DocumentDB/databaseAccounts/cosmos",
    "/subscriptions/s/resourceGroups/locations/providers/Microsoft.DocumentDB/softDeletedDatabaseAccounts/cosmos",
    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Other/locations/l/softDeletedDatabaseAccounts/cosmos",
    `${live}%2Flocations%2Fl%2FsoftDeletedDatabaseAccounts%2Fcosmos`,
    `${softDeleted}/softDeletedSqlDatabases/orders`,
    group,
  ])("makes no recovery of the deletion of %s", (path) => {
    const sent = request("DELETE", path, { [softDeleteActionKind]: restoreSoftDeletedResource });
    expect(allows("recover", sent)).toBe(false);
  });
});

describe("a plan that is not to purge", () => {
  it("lets every read, creation and change through, a purge everything", () => {
    fc.assert(
      fc.property(intent, method, azureName, (action, verb, name) => {
        fc.pre(verb !== "DELETE" && name.toLowerCase() !== "purge");
        expect(allows(action, request(verb, `${live}/${name}`))).toBe(true);
      }),
    );
    expect(allows("purge", request("POST", `${live}/purge`))).toBe(true);
    expect(allows("purge", request("DELETE", live))).toBe(true);
    expect(allows("purge", request("DELETE", live, { force: "true" }))).toBe(true);
    expect(allows("purge", request("DELETE", live, { forceToPurge: "true" }))).toBe(true);
  });

  it("never posts to a purge, however that is written", () => {
    const ends = fc.oneof(
      anyCase("/purge"),
      fc.constantFrom("/purge/", "//purge//", "/%70urge", "/pur%67e/"),
    );
    fc.assert(
      fc.property(notPurge, ends, (action, end) => {
        expect(allows(action, request("POST", `${live}${end}`))).toBe(false);
      }),
    );
    expect(allows("recover", request("GET", `${live}/purge`))).toBe(true);
    expect(allows("recover", request("POST", `${group}/purge/recover`))).toBe(true);
  });

  it("deletes nothing to recover, change or create, whatever it is and is asked with", () => {
    const query = fc.option(fc.dictionary(azureName, azureName, { maxKeys: 3 }), {
      nil: undefined,
    });
    fc.assert(
      fc.property(keeping, azureName, query, (action, name, asked) => {
        expect(allows(action, request("DELETE", `${group}/${name}/${name}`, asked))).toBe(false);
      }),
    );
    const written = { ...request("GET", live), method: "delete" as ArmMethod };
    expect(allows("recover", written)).toBe(false);
  });

  it("deletes a live resource only where it is not forced", () => {
    expect(allows("delete", request("DELETE", live))).toBe(true);
    fc.assert(
      fc.property(
        fc.constantFrom("force", "forceToPurge").chain(anyCase),
        fc.oneof(anyCase("true"), fc.constantFrom("1", "", "yes")),
        (name, value) => {
          expect(allows("delete", request("DELETE", live, { [name]: value }))).toBe(false);
        },
      ),
    );
    expect(allows("delete", request("DELETE", live, { force: "false" }))).toBe(true);
  });

  it("answers for the second way of a step as for the first", () => {
    const put = request("PUT", live);
    fc.assert(
      fc.property(intent, kind, method, (action, value, verb) => {
        const second = request(verb, softDeleted, { [softDeleteActionKind]: value });
        expect(allows(action, put, second)).toBe(allows(action, second));
        expect(allows(action, second, put)).toBe(allows(action, second));
      }),
    );
  });

  it("has no query in its path, where no check would see it", () => {
    fc.assert(
      fc.property(intent, fc.constantFrom("?", "#"), kind, (action, mark, value) => {
        const path = `${softDeleted}${mark}${softDeleteActionKind}=${value}`;
        expect(allows(action, request("GET", path))).toBe(false);
      }),
    );
  });

  it("is named when it is refused, with what is wrong", () => {
    const sent = request("DELETE", softDeleted, {
      [softDeleteActionKind]: permanentDeleteResource,
    });
    expect(() => {
      assertIntent("recover", { request: sent });
    }).toThrow(
      `A plan to recover must not send DELETE ${softDeleted}: softDeleteActionKind is PermanentDeleteResource.`,
    );
    expect(() => {
      assertIntent("change", { request: request("DELETE", live, { a: "\ud800" }) });
    }).toThrow(/it deletes/);
    expect(() => {
      assertIntent("purge", { request: request("GET", "/%E0%A4%A") });
    }).not.toThrow();
  });
});

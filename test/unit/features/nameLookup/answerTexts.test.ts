import { describe, expect, it } from "vitest";
import type { NameAnswer, Unread } from "../../../../src/features/nameLookup/nameAnswer";
import type { ProviderCheck } from "../../../../src/features/nameLookup/nameAvailability";
import { keyVault } from "../../../../src/services/keyVault";
import {
  answerSentence,
  checkText,
  saidText,
  unreadNames,
  unreadText,
} from "../../../../src/features/nameLookup/answerTexts";
import { subscription } from "../../inventory/inventoryHarness";
import { readBy, vault } from "../../services/samples";

const everything: Unread = { subscriptions: [], accounts: [] };
const item = { subscription: subscription("a"), resource: readBy(keyVault, vault) };
const live = {
  id: "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/kv",
  name: "kv",
  type: "microsoft.keyvault/vaults",
  location: "westus",
  subscription: subscription("a"),
};

function unread(names: readonly string[], tenants: readonly string[] = []): Unread {
  return {
    subscriptions: names.map((name) => ({
      subscription: subscription(name),
      serviceIds: ["keyVault"],
      live: false,
      failure: undefined,
    })),
    accounts: tenants.map((tenantName) => ({ kind: "signInNeeded", tenantName, message: "no" })),
  };
}

function answer(parts: Partial<NameAnswer>): NameAnswer {
  return {
    query: { name: "kv" },
    deleted: [],
    live: [],
    checks: [],
    subscriptions: 3,
    unread: everything,
    ...parts,
  };
}

describe("the answer in one sentence", () => {
  it.each([
    [{ deleted: [item] }, 'What holds "kv"'],
    [{ live: [live] }, 'What holds "kv"'],
    [{}, 'Nothing holds "kv", in the 3 subscriptions that could be read'],
    [
      { unread: unread(["a", "b"]) },
      'Nothing holds "kv", in the 1 subscription that could be read',
    ],
    [{ subscriptions: 0 }, 'Nothing holds "kv", but no subscriptions could be read'],
    [
      { query: { resourceType: keyVault.resourceType }, deleted: [item] },
      "Soft-deleted: Key vaults. The message doesn't say which resource is meant",
    ],
    [
      { query: { resourceType: keyVault.resourceType } },
      "Soft-deleted: Key vaults. None found, in the 3 subscriptions that could be read",
    ],
    [{ query: { name: "a\u202eb" } }, /^Nothing holds "a\[U\+202E\]b"/],
  ] satisfies readonly (readonly [Partial<NameAnswer>, string | RegExp])[])(
    "of %j is %s",
    (parts, sentence) => {
      const said = answerSentence(answer(parts), keyVault.name);
      if (typeof sentence === "string") {
        expect(said).toBe(sentence);
      } else {
        expect(said).toMatch(sentence);
      }
    },
  );
});

describe("what a provider says", () => {
  const check = (parts: Partial<ProviderCheck>): ProviderCheck => ({
    serviceId: "keyVault",
    resourceType: keyVault.resourceType,
    answer: "free",
    ...parts,
  });

  it("has a word for each answer", () => {
    const words = (["free", "taken", "invalid", "unknown"] as const).map((one) =>
      checkText(check({ answer: one })),
    );
    expect(words).toEqual([
      "the name is available",
      "the name is taken by a resource you can't see",
      "this name isn't valid here",
      "Azure didn't respond",
    ]);
  });

  it("is shown in Azure's own words, or not at all", () => {
    expect(saidText(check({ said: "In use." }))).toBe("Azure says: In use.");
    const failure = { kind: "refused", method: "POST", path: "/", message: "Forbidden." } as const;
    expect(saidText(check({ failure }))).toBe("Azure says: Forbidden.");
    expect(saidText(check({}))).toBeUndefined();
  });
});

describe("what could not be read", () => {
  it.each([
    [everything, undefined],
    [unread(["a"]), "1 subscription couldn't be read"],
    [unread(["a", "b"]), "2 subscriptions couldn't be read"],
    [unread([], ["Northwind"]), "1 tenant couldn't be read"],
    [unread(["a", "b"], ["n", "m"]), "2 subscriptions and 2 tenants couldn't be read"],
  ] satisfies readonly (readonly [Unread, string | undefined])[])("%j is %s", (given, sentence) => {
    expect(unreadText(given)).toBe(sentence);
  });

  it("is named", () => {
    expect(unreadNames(unread(["Fabrikam", "b\u0007"], ["Northwind"]))).toBe(
      "Fabrikam, b[U+0007], Northwind",
    );
  });
});

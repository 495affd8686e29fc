import { describe, expect, it } from "vitest";
import { deletionKey } from "../../../../src/services/deletedResource";
import { findSingle } from "../../../../src/features/languageModelTools/findSingle";
import { ToolError } from "../../../../src/features/languageModelTools/toolError";
import type { ToolInput } from "../../../../src/features/languageModelTools/toolInput";
import { accountItem, development, serviceOf, vaultItem } from "./samples";

const vault = vaultItem();
const older = vaultItem({
  deletedAt: "2025-12-01T00:00:00.000Z",
  deletedPath: vault.resource.deletedPath.replace("westus", "eastus"),
});
const elsewhere = {
  ...vaultItem({ subscriptionId: development.subscriptionId }),
  subscription: development,
};
const throughAnother = { ...vault, subscription: { ...vault.subscription, accountId: "kim" } };

function meant(input: ToolInput, items = [vault, accountItem]) {
  return findSingle(items, input, serviceOf);
}

describe("the resource that a model means", () => {
  it.each([
    ["its name, whatever the case", { resource: "KV" }],
    ["its id", { resource: vault.resource.originalId.toUpperCase() }],
    ["its deletion", { resource: deletionKey(vault.resource) }],
    ["its name in its subscription", { resource: "kv", subscription: "production" }],
    [
      "its name in its subscription's id",
      { resource: "kv", subscription: vault.resource.subscriptionId },
    ],
    ["its name among its kind", { resource: "kv", service: "keyVault" }],
  ])("is found by %s", (_by, input) => {
    expect(meant(input)).toBe(vault);
  });

  it.each([
    [{ resource: "k" }],
    [{ resource: "kv", subscription: "Development" }],
    [{ resource: "kv", service: "cognitiveServices" }],
    [{ resource: "" }],
  ])("is nothing where nothing is called so: %j", (input) => {
    expect(() => meant(input)).toThrow(ToolError);
    expect(() => meant(input)).toThrow(
      /" was found with this account\. List the deleted resources, then try again\./,
    );
  });

  it("is asked for where several are called so, each with what tells it", () => {
    const refuse = () => meant({ resource: "kv" }, [vault, older]);
    expect(refuse).toThrow(/^2 deleted resources are named "kv"\. Ask the user which/);
    expect(refuse).toThrow(
      `key vault, Production, 2025-12-01 00:00 UTC: ${deletionKey(older.resource)}`,
    );
    expect(meant({ resource: deletionKey(older.resource) }, [vault, older])).toBe(older);
    expect(meant({ resource: "kv", subscription: "Development" }, [vault, elsewhere])).toBe(
      elsewhere,
    );
  });

  it("is one where two accounts reach it", () => {
    expect(deletionKey(meant({ resource: "kv" }, [vault, throughAnother]).resource)).toBe(
      deletionKey(vault.resource),
    );
  });

  it("shows what cannot be seen in a name, and goes no further than ten", () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      vaultItem({ name: "a\u202eb", deletedPath: `/subscriptions/1/x/${index}` }),
    );
    const refuse = () => meant({ resource: "a\u202eb" }, many);
    expect(refuse).toThrow('30 deleted resources are named "a[U+202E]b"');
    expect(() => meant({ resource: "a\u202eb" }, many.slice(0, 1))).not.toThrow();
    try {
      refuse();
    } catch (error) {
      expect((error as Error).message.split("\n- ")).toHaveLength(11);
    }
  });
});

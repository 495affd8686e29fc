import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/base/json";
import type { InventoryItem } from "../../../../src/inventory/inventorySnapshot";
import type { NameAnswer } from "../../../../src/features/nameLookup/nameAnswer";
import { deletionKey } from "../../../../src/services/deletedResource";
import { keyVault } from "../../../../src/services/keyVault";
import { sqlDatabase } from "../../../../src/services/sqlDatabase";
import { answersIn, isOpen } from "../../../../src/features/languageModelTools/answers";
import { holders } from "../../../../src/features/languageModelTools/findTool";
import { listed } from "../../../../src/features/languageModelTools/listTool";
import { literalMarkdown } from "../../../../src/features/languageModelTools/literalMarkdown";
import { production } from "../../services/samples";
import { accountItem, serviceOf, vaultItem } from "./samples";

const now = Date.parse("2026-03-03T00:00:00Z");
const vault = vaultItem();

function list(input: JsonObject, items: readonly InventoryItem[] = [vault, accountItem]) {
  return listed(input, {
    items,
    snapshot: { state: "read", subscriptions: [], problems: [] },
    serviceOf,
    now,
  });
}

describe("the list for a model", () => {
  it("has what it was asked for and no more, what goes first first", () => {
    expect(list({})).toEqual({
      total: 2,
      shown: 2,
      resources: [
        {
          name: "aoai",
          kind: "Azure OpenAI resource",
          service: "cognitiveServices",
          subscription: "Production",
          resourceGroup: "rg-support",
          region: "swedencentral",
          deletedAt: "2026-03-01T12:00:00.123Z",
          purgedByAzureAt: "2026-03-03T12:00:00.000Z",
          timeLeft: "12 h left",
          canBeRecovered: true,
          canBePurged: true,
          deletion: deletionKey(accountItem.resource),
        },
        expect.objectContaining({ name: "kv", kind: "key vault", timeLeft: "29 days left" }),
      ],
    });
  });

  it.each([
    [{ nameContains: "AO" }, ["aoai"]],
    [{ expiringWithinHours: 12 }, ["aoai"]],
    [{ expiringWithinHours: 11 }, []],
    [{ service: "keyVault" }, ["kv"]],
    [{ subscription: "Development" }, []],
    [{ subscription: production.subscriptionId.toUpperCase() }, ["aoai", "kv"]],
  ])("is narrowed by %j", (input, names) => {
    const { resources } = list(input) as { resources: { name: string }[] };
    expect(resources.map(({ name }) => name)).toEqual(names);
  });

  it("counts what it does not show", () => {
    const many = Array.from({ length: 60 }, (_, index) => vaultItem({ name: `kv${index}` }));
    expect(list({}, many)).toMatchObject({ total: 60, shown: 50 });
    expect(list({ limit: 1 }, many)).toMatchObject({ total: 60, shown: 1 });
  });

  it("names what could not be read, so that it is not taken for complete", () => {
    const failed = {
      service: keyVault,
      state: "failed",
      wasRead: false,
      resources: [],
      malformed: 0,
    } as const;
    const snapshot = {
      state: "read",
      problems: [{ kind: "failed", message: "The tenant Fabrikam could not be read." }],
      subscriptions: [{ subscription: production, branches: [failed], resourceGroups: undefined }],
    } as const;
    const from = { items: [], snapshot, serviceOf, now };
    expect(listed({}, from)["couldNotBeRead"]).toEqual([
      "The tenant Fabrikam could not be read.",
      "Production: Key vaults",
    ]);
    expect(listed({ service: "storage" }, from)["couldNotBeRead"]).toEqual([
      "The tenant Fabrikam could not be read.",
    ]);
  });
});

describe("the holders of a name for a model", () => {
  const nobody: NameAnswer = {
    query: { name: "kv" },
    deleted: [],
    live: [],
    checks: [],
    subscriptions: 3,
    unread: { subscriptions: [], accounts: [] },
  };

  it("are the deleted and the live, and what Azure says where there are none", () => {
    expect(
      holders(
        {
          ...nobody,
          deleted: [vault],
          live: [
            {
              id: "/subscriptions/1/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv",
              name: "kv",
              type: "microsoft.keyvault/vaults",
              location: "westus",
              subscription: production,
            },
          ],
        },
        serviceOf,
        now,
      ),
    ).toMatchObject({
      lookedFor: { name: "kv" },
      softDeleted: [{ name: "kv", deletion: deletionKey(vault.resource) }],
      inUse: [{ type: "microsoft.keyvault/vaults", subscription: "Production" }],
      subscriptionsLookedThrough: 3,
    });
    const check = {
      serviceId: "keyVault",
      resourceType: "Microsoft.KeyVault/vaults",
      answer: "taken",
      said: "already in use",
    } as const;
    expect(holders({ ...nobody, checks: [check] }, serviceOf, now)["azureSays"]).toEqual([
      { type: "Microsoft.KeyVault/vaults", answer: "taken", said: "already in use" },
    ]);
  });

  it("are not looked for where the text has no name", () => {
    expect(() => holders({ ...nobody, query: undefined }, serviceOf, now)).toThrow(
      /No name was found in the text\. Pass a resource name, a resource ID, an address, or the complete error message\./,
    );
  });
});

describe("the answers that a model passes on", () => {
  const database = {
    ...vault.resource,
    serviceId: "sqlDatabase",
    name: "server/orders",
    deletedAt: "2026-03-01T00:00:00.000Z",
  };
  const name = {
    kind: "name",
    id: "name",
    prompt: "Name of the copy",
    suggested: "orders",
    refuse: (text: string) => (text === "bad" ? "That is no name." : undefined),
  } as const;
  const time = {
    kind: "time",
    id: "time",
    prompt: "Enter the point in time to restore to, in UTC (before the deletion)",
    suggested: "2026-03-01T00:00:00.000Z",
    earliest: "2026-02-01T00:00:00.000Z",
    latest: "2026-03-01T00:00:00.000Z",
  } as const;
  const live = {
    kind: "live",
    id: "group",
    prompt: "Resource group",
    types: ["microsoft.resources/subscriptions/resourcegroups"],
    none: "There is none.",
  } as const;

  it("are asked for where they are missing, with what may be answered", () => {
    const found = answersIn({ answers: { name: "orders" } }, [name, time, live]);
    expect(isOpen(found) ? found.open : found).toEqual([
      {
        id: "time",
        asks: "Enter the point in time to restore to, in UTC (before the deletion)",
        suggested: time.suggested,
        latest: time.latest,
        earliest: time.earliest,
      },
      { id: "group", asks: "Resource group", answer: "ARM id", types: live.types },
    ]);
    expect(sqlDatabase.questions?.(database)).toBeDefined();
  });

  it("are taken where they will do", () => {
    expect(
      answersIn(
        {
          answers: {
            name: "orders",
            time: "2026-02-15",
            group: "/subscriptions/1/resourceGroups/rg",
            more: "x",
          },
        },
        [name, time, live],
      ),
    ).toEqual({
      name: "orders",
      time: "2026-02-15T00:00:00.000Z",
      group: "/subscriptions/1/resourceGroups/rg",
    });
  });

  it.each([
    [name, "bad", /That is no name/],
    [time, "yesterday", /Enter a date and time, such as/],
    [time, "2026-03-02", /must be between 2026-02-01.* and 2026-03-01/],
    [time, "2026-01-02", /must be between/],
    [live, "rg-support", /" isn't a resource ID\./],
    [live, "/subscriptions/../x", /" isn't a resource ID\./],
  ])("are refused where they will not: %o %s", (question, answer, sentence) => {
    expect(() => answersIn({ answers: { [question.id]: answer } }, [question])).toThrow(sentence);
  });
});

describe("text in a confirmation", () => {
  it("is shown as it is, with nothing that Markdown would read", () => {
    expect(literalMarkdown("1. Recover [x](command:y)\n# *kv*\n\n<b>&amp; https://a.b")).toBe(
      "1\\. Recover \\[x\\]\\(command\\:y\\)  \n\\# \\*kv\\*\n\n\\<b\\>\\&amp\\; https\\:\\/\\/a\\.b",
    );
    expect(literalMarkdown("a\u202eb")).toBe("a\\[U\\+202E\\]b");
  });
});

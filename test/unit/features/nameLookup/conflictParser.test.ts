import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conflictPatterns } from "../../../../src/features/nameLookup/conflictPatterns";
import { ConflictParser } from "../../../../src/features/nameLookup/conflictParser";
import { queryFrom, parseQuery } from "../../../../src/features/nameLookup/parseQuery";
import { services } from "../../../../src/services/index";
import {
  accountId,
  accounts,
  capturedMessages,
  otherMessages,
  vaults,
  visionId,
} from "./capturedMessages";
import { leastCpuTime } from "../../cpuTime";

const parser = new ConflictParser(services);

describe("a link in a terminal", () => {
  it.each(capturedMessages.map((message) => [message.tool, message] as const))(
    "stands over the name in a message of %s",
    (_, { text, links }) => {
      const found = text
        .split("\n")
        .flatMap((line) =>
          parser
            .conflictsIn(line)
            .map(({ index, length, name, resourceType }) => [
              line.slice(index, index + length),
              name,
              resourceType,
            ]),
        );
      expect(found).toEqual(links);
    },
  );

  it.each(otherMessages)("does not stand in: %s", (line) => {
    expect(parser.conflictsIn(line)).toEqual([]);
  });

  it("knows the very resource where the line has its id", () => {
    const line = `(FlagMustBeSetForRestore) An existing resource with ID '${accountId}' has been soft-deleted.`;
    expect(parser.conflictsIn(line)).toEqual([
      {
        name: "aoai-support-prod",
        resourceType: accounts,
        id: accountId,
        subscriptionId: "aaaaaaaa-0000-4000-8000-000000000001",
        index: line.indexOf("aoai-support-prod"),
        length: 17,
      },
    ]);
  });

  it("stands over the account where the id is of something below it", () => {
    const line = `An existing resource with ID '${accountId}/deployments/gpt' has been soft-deleted.`;
    expect(parser.conflictsIn(line)).toMatchObject([
      { id: accountId, index: line.indexOf("aoai-support-prod") },
    ]);
  });

  it("takes the id that stands nearest to what is said of it", () => {
    const line = `Creating ${visionId} after ${"x".repeat(200)}: An existing resource with ID '${accountId}' has been soft-deleted.`;
    expect(parser.conflictsIn(line)).toMatchObject([{ name: "aoai-support-prod" }]);
  });
});

describe("any text at all", () => {
  const words = fc.constantFrom(
    ...conflictPatterns(services).map((sign) => sign.words.source.replace(/\[.(.)\]/g, "$1")),
    accountId,
    "/subscriptions/",
    "vault",
    `"`,
    "\\",
    "│ ",
    "\u001b[31m",
    "\u0000",
  );
  const line = fc
    .array(fc.oneof(words, fc.string({ unit: "binary" })), { maxLength: 30 })
    .map((parts) => parts.join(""));

  it("gives links that lie in the line, in order, and over what they name", () => {
    fc.assert(
      fc.property(line, (text) => {
        let after = -1;
        for (const { index, length, name } of parser.conflictsIn(text)) {
          expect(index).toBeGreaterThanOrEqual(0);
          expect(index).not.toBe(after);
          expect(length).toBeGreaterThan(0);
          expect(index + length).toBeLessThanOrEqual(text.length);
          if (name !== undefined) {
            expect(text.slice(index, index + length)).toBe(name);
          }
          after = index;
        }
      }),
      { numRuns: 500 },
    );
  });

  it("can be asked for a name", () => {
    fc.assert(
      fc.property(line, (text) => {
        const query = parseQuery(parser, text);
        expect(query?.name).not.toBe("");
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["one character", "a".repeat(1_000_000)],
    ["quotes", `"'\\`.repeat(333_333)],
    ["beginnings of ids", "/subscriptions/".repeat(70_000)],
    ["one endless id", `/subscriptions/${"a/".repeat(500_000)} has been soft-deleted`],
    ["names that never end", `FlagMustBeSetForRestore Account Name: "`.repeat(25_000)],
    [
      "every sign there is",
      "ConflictError has been soft-deleted VaultAlreadyExists ".repeat(18_000),
    ],
    ["beginnings of signs", "[Tt]he vault name 'The vault name '".repeat(28_000)],
    ["binary", String.fromCharCode(...Array.from({ length: 1000 }, (_, at) => at)).repeat(1000)],
  ])("of a megabyte, %s, takes no time to speak of", (_, text) => {
    const took = leastCpuTime(() => {
      parser.conflictsIn(text);
      parseQuery(parser, text);
    }, 500);
    expect(took).toBeLessThan(500);
  });
});

describe("what a person types or pastes", () => {
  it.each([
    ["kv-support-prod", { name: "kv-support-prod" }],
    ["rg (old)", { name: "rg (old)" }],
    ["  'kv-support-prod'. ", { name: "kv-support-prod" }],
    ["Application Insights Smart Detection", { name: "Application Insights Smart Detection" }],
    ["https://kv-a.vault.azure.net/secrets/x", { name: "kv-a", resourceType: vaults }],
    ["aoai-a.openai.azure.com", { name: "aoai-a", resourceType: accounts }],
    [
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm1",
      {
        name: "vm1",
        resourceType: "Microsoft.Compute/virtualMachines",
        id: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm1",
        subscriptionId: "s",
      },
    ],
    [
      "/subscriptions/s/providers/Microsoft.KeyVault/locations/westus/deletedVaults/kv-a",
      { name: "kv-a", subscriptionId: "s" },
    ],
    ["Error: a vault named 'kv-x' is there", { name: "kv-x" }],
    [
      "ConflictError: A vault with the same name already exists in deleted state.",
      { resourceType: vaults },
    ],
    ["", undefined],
    [" \n ", undefined],
    ["'", undefined],
    ["something went wrong and nobody knows what it was", undefined],
    ["/subscriptions/s", undefined],
    ["x".repeat(300), undefined],
  ])("%j asks for %j", (text, query) => {
    expect(parseQuery(parser, text)).toEqual(query);
  });

  it("can be a whole message of a tool, with its frame and its colours", () => {
    const framed = `\u001b[31m╷\u001b[0m\n\u001b[31m│\u001b[0m \u001b[1mError: An existing resource with ID\n│ '${accountId}'\n│ has been\n│ soft-deleted.`;
    expect(parseQuery(parser, framed)).toMatchObject({ name: "aoai-support-prod", id: accountId });
    // As an input of one line has it.
    const pasted =
      '│ Error: A vault with the same name already exists in deleted │ state. You need │ Key Vault Name: "kv-a"';
    expect(parseQuery(parser, pasted)).toEqual({ name: "kv-a", resourceType: vaults });
  });

  it.each(capturedMessages.map((message) => [message.tool, message] as const))(
    "can be the whole message of %s",
    (_, { text, links }) => {
      const [, name, type] = links.find((link) => link[1] !== undefined) ?? links[0] ?? [];
      expect(parseQuery(parser, text)).toMatchObject({
        ...(name === undefined ? {} : { name }),
        resourceType: type,
      });
    },
  );
});

describe("what a link hands over", () => {
  it.each([
    [
      { name: "kv", resourceType: vaults },
      { name: "kv", resourceType: vaults },
    ],
    [{ resourceType: vaults }, { resourceType: vaults }],
    ["kv", { name: "kv" }],
    [{ name: 5 }, undefined],
    [{}, undefined],
    [undefined, undefined],
    [null, undefined],
    [["kv"], undefined],
  ])("%j is %j", (given, query) => {
    expect(queryFrom(parser, given)).toEqual(query);
  });
});

describe("every service of the catalogue", () => {
  const group = "/subscriptions/s/resourceGroups/rg/providers";

  it.each(services.map((service) => [service.id, service] as const))(
    "%s is recognized by ids of its type, also below it",
    (_, { resourceType }) => {
      const [provider, ...types] = resourceType.split("/");
      const id = [group, provider, ...types.flatMap((type) => [type, "name"])].join("/");
      const query = { id, name: "name", resourceType, subscriptionId: "s" };
      expect(parser.idsIn(id)).toMatchObject([query]);
      expect(parser.idsIn(`${id.toLowerCase()}/things/below`)).toMatchObject([
        { ...query, id: id.toLowerCase() },
      ]);
    },
  );

  it.each(
    services.flatMap(({ hosts, resourceType }) =>
      (hosts ?? []).map((host) => [host, resourceType] as const),
    ),
  )("is known by its host, name%s", (host, resourceType) => {
    expect(parseQuery(parser, `https://name${host}/path`)).toEqual({
      name: "name",
      resourceType,
    });
  });
});

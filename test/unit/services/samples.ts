import * as fc from "fast-check";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../src/azure/json";
import type { DeletedResource } from "../../../src/services/deletedResource";
import type { SoftDeleteService } from "../../../src/services/service";
import { anyCase, azureName } from "../azure/arbitraries";

export const subscriptionId = "aaaaaaaa-0000-4000-8000-000000000001";
export const tenantId = "11111111-1111-4111-8111-111111111111";

/** An account as the list answers with it: the id of the live resource. */
export const account = {
  id: `/subscriptions/${subscriptionId}/resourceGroups/rg-support/providers/Microsoft.CognitiveServices/accounts/aoai`,
  name: "aoai",
  type: "Microsoft.CognitiveServices/accounts",
  location: "Sweden Central",
  kind: "OpenAI",
  sku: { name: "S0" },
  tags: { team: "support" },
  properties: {
    deletionDate: "2026-03-01T12:00:00.1234567Z",
    scheduledPurgeDate: "2026-03-03T12:00:00Z",
  },
} satisfies JsonObject;

export const vault = {
  id: `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/westus/deletedVaults/kv`,
  name: "kv",
  type: "Microsoft.KeyVault/deletedVaults",
  properties: {
    vaultId: `/subscriptions/${subscriptionId}/resourceGroups/rg-keys/providers/Microsoft.KeyVault/vaults/kv`,
    location: "westus",
    deletionDate: "2026-01-01T00:00:59Z",
    scheduledPurgeDate: "2026-04-01T00:00:59Z",
    tags: { team: "keys" },
  },
} satisfies JsonObject;

/** The item as the service reads it; a test that asks for this needs it to be readable. */
export function readBy(service: SoftDeleteService, item: JsonValue): DeletedResource {
  const [source] = service.sources;
  const resource = source.kind === "deletions" ? undefined : source.read(item, { subscriptionId });
  if (resource === undefined || resource === "live") {
    throw new Error("The sample could not be read.");
  }
  return resource;
}

/** Region names as services write them, and as paths have them. */
const locations = fc.constantFrom<readonly [display: string, name: string]>(
  ["westeurope", "westeurope"],
  ["West Europe", "westeurope"],
  ["East US 2", "eastus2"],
  ["global", "global"],
);

const instant = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());

/** Official ways to write one instant. */
const written = instant.chain((iso) =>
  fc
    .constantFrom(iso, iso.replace("Z", "0000Z"), iso.replace("Z", "+00:00"), iso.slice(0, -1))
    .map((text) => ({ iso, text })),
);

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const common = {
  name: azureName,
  group: azureName,
  location: locations,
  groups: anyCase("resourceGroups"),
  slash: fc.constantFrom("", "/"),
  deleted: optional(written),
  purged: optional(written),
  tags: fc.dictionary(azureName, azureName, { maxKeys: 3 }),
};

export interface OfficialShape {
  readonly item: JsonObject;
  readonly name: string;
  readonly group: string;
  readonly region: string;
  readonly deletedAt: string | undefined;
  readonly purgeAt: string | undefined;
}

function dates(
  deleted: { readonly text: string } | undefined,
  purged: { readonly text: string } | undefined,
): JsonObject {
  return {
    ...(deleted === undefined ? {} : { deletionDate: deleted.text }),
    ...(purged === undefined ? {} : { scheduledPurgeDate: purged.text }),
  };
}

/** Deleted accounts with either of the two ids that Microsoft's own examples have. */
export const officialAccounts: fc.Arbitrary<OfficialShape> = fc
  .record({ ...common, ofLiveResource: fc.boolean(), kind: optional(azureName) })
  .map(({ name, group, location: [display, region], groups, slash, ...rest }) => ({
    name,
    group,
    region,
    deletedAt: rest.deleted?.iso,
    purgeAt: rest.purged?.iso,
    item: {
      id: rest.ofLiveResource
        ? `${slash}subscriptions/${subscriptionId}/${groups}/${group}/providers/Microsoft.CognitiveServices/accounts/${name}`
        : `${slash}subscriptions/${subscriptionId}/providers/Microsoft.CognitiveServices/locations/westus/${groups}/${group}/deletedAccounts/${name}`,
      name,
      type: "Microsoft.CognitiveServices/accounts",
      location: display,
      ...(rest.kind === undefined ? {} : { kind: rest.kind }),
      tags: rest.tags,
      properties: dates(rest.deleted, rest.purged),
    },
  }));

export const officialVaults: fc.Arbitrary<OfficialShape> = fc
  .record(common)
  .map(({ name, group, location: [display, region], groups, slash, deleted, purged, tags }) => ({
    name,
    group,
    region,
    deletedAt: deleted?.iso,
    purgeAt: purged?.iso,
    item: {
      id: `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/westus/deletedVaults/${name}`,
      name,
      type: "Microsoft.KeyVault/deletedVaults",
      properties: {
        vaultId: `${slash}subscriptions/${subscriptionId}/${groups}/${group}/providers/Microsoft.KeyVault/vaults/${name}`,
        location: display,
        tags,
        ...dates(deleted, purged),
      },
    },
  }));

/** JSON that looks like an item here and there, and like nothing elsewhere. */
export function nearly(item: JsonObject): fc.Arbitrary<JsonValue> {
  const anyJson = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>;
  const spoilt = fc
    .tuple(fc.constantFrom(...Object.keys(item)), hostile(anyJson))
    .map(([key, value]) => ({ ...item, [key]: value }));
  const properties = isJsonObject(item["properties"]) ? item["properties"] : {};
  const spoiltInside = fc
    .tuple(fc.constantFrom("surprise", ...Object.keys(properties)), hostile(anyJson))
    .map(([key, value]) => ({ ...item, properties: { ...properties, [key]: value } }));
  return fc.oneof(anyJson, spoilt, spoiltInside);
}

function hostile(anyJson: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> {
  return fc.oneof(
    anyJson,
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "",
      " ",
      "..",
      ".",
      "\ud800",
      "+275760-09-13T00:00:00Z",
      "0001-01-01T00:00:00",
      "/subscriptions/s/resourceGroups/../providers/P/t/n",
      "/subscriptions/s/resourceGroups",
    ),
  );
}

import * as fc from "fast-check";
import type { Subscription } from "../../../src/account/account";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../src/base/json";
import { deletionKey, type DeletedResource } from "../../../src/services/deletedResource";
import type { Subject } from "../../../src/services/plan";
import type { SoftDeleteService } from "../../../src/services/service";
import { anyCharacter } from "../azure/arbitraries";

export const subscriptionId = "aaaaaaaa-0000-4000-8000-000000000001";
export const tenantId = "11111111-1111-4111-8111-111111111111";

/** The subscription in which the samples were deleted, as Dana reaches it. */
export const production: Subscription = {
  subscriptionId,
  name: "Production",
  tenantId,
  homeTenantId: tenantId,
  accountId: "dana",
  accountLabel: "dana@contoso.example",
};

/** As whom and where a plan in it is carried out. */
export const asDana = { accountId: "dana", tenantId, endpoint: "https://management.azure.com" };

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

/** What a plan about a resource of {@link production} is about. */
export function subjectOf(service: SoftDeleteService, resource: DeletedResource): Subject {
  return {
    serviceId: service.id,
    noun: service.noun(resource),
    name: resource.name,
    subscriptionId,
    subscriptionName: production.name,
    originalId: resource.originalId,
    deletion: deletionKey(resource),
  };
}

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
    fc.string({ unit: anyCharacter }),
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

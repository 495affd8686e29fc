import type { Subscription } from "../../src/account/account";
import type { JsonObject, JsonValue } from "../../src/base/json";
import { Inventory } from "../../src/inventory/inventory";
import { cognitiveServices } from "../../src/services/cognitiveServices";
import { keyVault } from "../../src/services/keyVault";
import { silent } from "../unit/operations/harness";
import { ScriptedArm } from "../unit/operations/scriptedArm";
import { account, subscriptionId as sampleId, vault } from "../unit/services/samples";

const SUBSCRIPTIONS = 20;
const regions = ["westeurope", "northeurope", "eastus", "eastus2", "westus", "swedencentral"];
const day = 24 * 3_600_000;

export const manyServices = [cognitiveServices, keyVault];

/** An inventory before its first refresh, of so many deleted resources: half vaults, half accounts. */
export function inventoryOfMany(count: number): Inventory {
  const subscriptions = Array.from({ length: SUBSCRIPTIONS }, (_, place) => subscriptionAt(place));
  const arm = new ScriptedArm(({ path }) => {
    const place = subscriptions.findIndex(({ subscriptionId }) => path.includes(subscriptionId));
    const each = Math.floor(count / SUBSCRIPTIONS / 2);
    if (/deletedVaults/i.test(path)) {
      return { status: 200, body: list(vault, place, each) };
    }
    return /deletedAccounts/i.test(path)
      ? { status: 200, body: list(account, place, each) }
      : { status: 403 };
  });
  return new Inventory({
    services: () => manyServices,
    readSubscriptions: async (report) => {
      report({ subscriptions, problems: [] });
    },
    connect: async () => arm,
    endpoint: async () => "https://management.azure.com",
    logger: silent,
  });
}

function subscriptionAt(place: number): Subscription {
  return {
    subscriptionId: `aaaaaaaa-0000-4000-8000-${String(place + 100).padStart(12, "0")}`,
    name: `Contoso ${String(place)}`,
    tenantId: "11111111-1111-4111-8111-111111111111",
    homeTenantId: "11111111-1111-4111-8111-111111111111",
    accountId: "dana",
    accountLabel: "dana@contoso.example",
  };
}

/** Texts of their own for each, as from the wire. */
function list(sample: JsonObject, place: number, count: number): readonly JsonValue[] {
  const text = JSON.stringify(sample);
  const { subscriptionId } = subscriptionAt(place);
  const name = sample === vault ? "kv" : "aoai";
  const items = Array.from({ length: count }, (_, index) => {
    const number = place * count + index;
    const deleted = Date.UTC(2026, 1, 20) - (number % 50) * day - number * 1000;
    return text
      .replaceAll(sampleId, subscriptionId)
      .replace(/rg-(keys|support)/g, `rg-team-${String(number % 50)}`)
      .replace(new RegExp(`(/|")${name}(?=")`, "g"), `$1${name}-shop-${String(number)}`)
      .replace(/westus|Sweden Central/g, regions[number % regions.length] ?? "")
      .replace(/2026-0[13]-01T[^"]*/g, new Date(deleted).toISOString())
      .replace(/2026-(04-01|03-03)T[^"]*/g, new Date(deleted + 90 * day).toISOString());
  });
  return JSON.parse(`[${items.join(",")}]`) as readonly JsonValue[];
}

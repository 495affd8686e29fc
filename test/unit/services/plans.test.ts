import { describe, expect, it } from "vitest";
import { cognitiveServices } from "../../../src/services/cognitiveServices";
import { keyVault } from "../../../src/services/keyVault";
import { isRefusal } from "../../../src/recovery/planner";
import { account, readBy, subscriptionId, tenantId, vault } from "./samples";

const subscription = `/subscriptions/${subscriptionId}`;
const deletedAccount = readBy(cognitiveServices, account);
const deletedVault = readBy(keyVault, vault);

const cognitive = {
  apiVersion: "2025-06-01",
  deleted: `${subscription}/providers/Microsoft.CognitiveServices/locations/swedencentral/resourceGroups/rg-support/deletedAccounts/aoai`,
  live: `${subscription}/resourceGroups/rg-support/providers/Microsoft.CognitiveServices/accounts/aoai`,
};
const keys = {
  apiVersion: "2026-02-01",
  deleted: `${subscription}/providers/Microsoft.KeyVault/locations/westus/deletedVaults/kv`,
  live: `${subscription}/resourceGroups/rg-keys/providers/Microsoft.KeyVault/vaults/kv`,
};

function get(path: string, apiVersion: string): object {
  return { method: "GET", path, apiVersion };
}

describe("what is deleted in a subscription", () => {
  it("is listed by each service for itself", () => {
    expect(cognitiveServices.list(subscriptionId)).toEqual(
      get(
        `${subscription}/providers/Microsoft.CognitiveServices/deletedAccounts`,
        cognitive.apiVersion,
      ),
    );
    expect(keyVault.list(subscriptionId)).toEqual(
      get(`${subscription}/providers/Microsoft.KeyVault/deletedVaults`, keys.apiVersion),
    );
  });

  it("is read again at its own address", () => {
    expect(cognitiveServices.readAgain(deletedAccount)).toEqual(
      get(cognitive.deleted, cognitive.apiVersion),
    );
    expect(keyVault.readAgain(deletedVault)).toEqual(get(keys.deleted, keys.apiVersion));
  });
});

const settling = {
  status: 409,
  codes: ["RequestConflict"],
  retryEverySeconds: 30,
  giveUpAfterSeconds: 300,
};
const accountIs = [{ path: ["properties", "deletionDate"], value: "2026-03-01T12:00:00.1234567Z" }];
const vaultIs = [
  { path: ["properties", "deletionDate"], value: "2026-01-01T00:00:59Z" },
  { path: ["properties", "scheduledPurgeDate"], value: "2026-04-01T00:00:59Z" },
];

describe("a recovery", () => {
  it("of an account is one PUT with restore, held back while Azure still deletes", () => {
    const { apiVersion, live, deleted } = cognitive;
    expect(cognitiveServices.recover(deletedAccount, { tenantId })).toEqual([
      {
        id: "recover",
        title: "Recover Azure OpenAI resource",
        target: "aoai",
        request: {
          method: "PUT",
          path: live,
          apiVersion,
          body: { location: "swedencentral", properties: { restore: true } },
        },
        effect: { request: get(live, apiVersion), shows: "present" },
        guard: { request: get(deleted, apiVersion), unchanged: accountIs, ifForbidden: "proceed" },
        notYet: settling,
      },
    ]);
  });

  it("of a vault is one PUT with createMode recover, location, tenant and sku", () => {
    const { apiVersion, live, deleted } = keys;
    expect(keyVault.recover(deletedVault, { tenantId })).toEqual([
      {
        id: "recover",
        title: "Recover key vault",
        target: "kv",
        request: {
          method: "PUT",
          path: live,
          apiVersion,
          body: {
            location: "westus",
            properties: {
              tenantId,
              sku: { family: "A", name: "standard" },
              createMode: "recover",
            },
          },
        },
        effect: { request: get(live, apiVersion), shows: "present" },
        guard: { request: get(deleted, apiVersion), unchanged: vaultIs, ifForbidden: "proceed" },
      },
    ]);
  });
});

describe("a purge", () => {
  it("of an account is one DELETE of the deleted account, and stops where it cannot be read", () => {
    const { apiVersion, deleted } = cognitive;
    expect(cognitiveServices.purge(deletedAccount)).toEqual([
      {
        id: "purge",
        title: "Purge Azure OpenAI resource",
        target: "aoai",
        request: { method: "DELETE", path: deleted, apiVersion },
        effect: { request: get(deleted, apiVersion), shows: "absent" },
        guard: { request: get(deleted, apiVersion), unchanged: accountIs, ifForbidden: "stop" },
        notYet: settling,
      },
    ]);
  });

  it("of a vault is one POST without a body, and stops where it cannot be read", () => {
    const { apiVersion, deleted } = keys;
    expect(keyVault.purge(deletedVault)).toEqual([
      {
        id: "purge",
        title: "Purge key vault",
        target: "kv",
        request: { method: "POST", path: `${deleted}/purge`, apiVersion },
        effect: { request: get(deleted, apiVersion), shows: "absent" },
        guard: { request: get(deleted, apiVersion), unchanged: vaultIs, ifForbidden: "stop" },
      },
    ]);
  });

  it("of a protected vault is refused, with the reason", () => {
    const properties = { ...vault.properties, purgeProtectionEnabled: true };
    const answer = keyVault.purge(readBy(keyVault, { ...vault, properties }));
    expect(isRefusal(answer) ? answer.refused : "").toMatch(/^Purge protection is on/);
  });
});

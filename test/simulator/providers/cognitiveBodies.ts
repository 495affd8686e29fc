import { createHash } from "node:crypto";
import type { Json, JsonObject } from "../json";
import type { Account } from "../scenario";
import type { LiveAccount, SoftDeletedAccount } from "../subscriptionState";

export const accountType = "Microsoft.CognitiveServices/accounts";

/** The id of an account while it lives. */
export function accountId(subscriptionId: string, account: Account): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${account.resourceGroup}/providers/${accountType}/${account.name}`;
}

/** An account as its GET and the lists of live accounts have it. */
export function liveAccountBody(
  subscriptionId: string,
  item: LiveAccount,
  provisioningState = "Succeeded",
): Json {
  return {
    ...common(subscriptionId, item.account),
    location: item.account.location,
    properties: {
      ...properties(item.account),
      dateCreated: ticks(item.changedAt),
      provisioningState,
    },
  };
}

/** A deleted account: the whole account, its two dates, and one of the two official id shapes. */
export function deletedAccountBody(subscriptionId: string, item: SoftDeletedAccount): Json {
  const { account } = item;
  const id =
    item.idShape === "accounts"
      ? accountId(subscriptionId, account)
      : `/subscriptions/${subscriptionId}/providers/Microsoft.CognitiveServices/locations/${account.location}/resourceGroups/${account.resourceGroup}/deletedAccounts/${account.name}`;
  return {
    ...common(subscriptionId, account),
    id,
    location: item.locationAs,
    properties: {
      ...properties(account),
      provisioningState: "Succeeded",
      deletionDate: ticks(item.deletedAt),
      scheduledPurgeDate: ticks(item.purgeAt),
    },
  };
}

function common(subscriptionId: string, account: Account): JsonObject {
  const id = accountId(subscriptionId, account);
  return {
    id,
    name: account.name,
    type: accountType,
    kind: account.kind,
    sku: { name: account.sku },
    tags: account.tags ?? {},
    etag: `"${createHash("sha256").update(id).digest("hex").slice(0, 32)}"`,
  };
}

function properties(account: Account): JsonObject {
  return {
    endpoint: `https://${account.name.toLowerCase()}.cognitiveservices.azure.com/`,
    internalId: createHash("sha256").update(account.name).digest("hex").slice(0, 32),
    ...account.properties,
  };
}

/** .NET's seven digits after the second, as the service writes times. */
function ticks(at: number): string {
  return new Date(at).toISOString().replace("Z", "0000Z");
}

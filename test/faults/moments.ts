import { struck } from "./scenario";

/** What is under way while something goes wrong. */
export type Flow = "refresh" | "log" | "purgeVault" | "purgeAccount" | "recoverAccount";

/** A request whose moment it is. */
export interface Moment {
  readonly flow: Flow;
  /** For the table: "While ..." */
  readonly title: string;
  readonly method: string;
  /** Source of a regular expression on path and query, without regard to case. */
  readonly path: string;
  /** How many such requests pass before it. */
  readonly afterRequests?: number;
}

const vaults = `/subscriptions/${struck}/providers/Microsoft.KeyVault`;
const accounts = `/subscriptions/${struck}/providers/Microsoft.CognitiveServices`;
const deletedVault = `${vaults}/locations/swedencentral/deletedVaults/kv-first\\?`;
const deletedAccount = `${accounts}/locations/swedencentral/resourceGroups/rg-support/deletedAccounts/aoai-support\\?`;
const liveAccount = `/subscriptions/${struck}/resourceGroups/rg-support/providers/Microsoft.CognitiveServices/accounts/aoai-support\\?`;

function moment<const Id extends string>(
  id: Id,
  flow: Flow,
  title: string,
  method: string,
  path: string,
  afterRequests = 0,
): readonly [Id, Moment] {
  return [id, { flow, title, method, path, afterRequests }];
}

/** In the order of the table. */
export const moments = [
  moment("tenants", "refresh", "listing the tenants", "GET", "^/tenants\\?"),
  // Two tenants are asked at the same time: one of them has its answer.
  moment(
    "subscriptions",
    "refresh",
    "listing the subscriptions of a tenant",
    "GET",
    "^/subscriptions\\?",
    1,
  ),
  moment(
    "providers",
    "refresh",
    "reading which providers are registered",
    "GET",
    `^/subscriptions/${struck}/providers\\?`,
  ),
  moment(
    "graph",
    "refresh",
    "querying Resource Graph",
    "POST",
    "Microsoft.ResourceGraph/resources",
  ),
  moment(
    "list",
    "refresh",
    "listing deleted key vaults",
    "GET",
    `^${vaults}/deletedVaults\\?(?!.*skiptoken)`,
  ),
  moment(
    "nextPage",
    "refresh",
    "listing the next page of deleted key vaults",
    "GET",
    `^${vaults}/deletedVaults\\?.*skiptoken`,
  ),
  moment(
    "log",
    "log",
    "reading the Activity Log",
    "GET",
    `/subscriptions/${struck}/providers/Microsoft.Insights/`,
  ),
  moment(
    "permissions",
    "recoverAccount",
    "reading the permissions",
    "GET",
    `/subscriptions/${struck}/.*Microsoft.Authorization/permissions`,
  ),
  moment(
    "locks",
    "purgeAccount",
    "reading the locks",
    "GET",
    `/subscriptions/${struck}/providers/Microsoft.Authorization/locks`,
  ),
  moment(
    "group",
    "recoverAccount",
    "checking that the resource group exists",
    "HEAD",
    `/subscriptions/${struck}/resourcegroups/rg-support\\?`,
  ),
  moment(
    "guardPurge",
    "purgeVault",
    "reading the resource again just before a purge",
    "GET",
    deletedVault,
  ),
  moment(
    "guardRecover",
    "recoverAccount",
    "reading the resource again just before a recovery",
    "GET",
    deletedAccount,
  ),
  moment("sendPost", "purgeVault", "sending a purge (POST)", "POST", `${vaults}/.*/purge\\?`),
  moment("sendDelete", "purgeAccount", "sending a purge (DELETE)", "DELETE", deletedAccount),
  moment("sendPut", "recoverAccount", "sending a recovery (PUT)", "PUT", liveAccount),
  moment(
    "pollLocation",
    "purgeVault",
    "polling a purge (Location)",
    "GET",
    `${vaults}/.*operationResults`,
  ),
  moment(
    "pollAsync",
    "purgeAccount",
    "polling a purge (Azure-AsyncOperation)",
    "GET",
    `${accounts}/.*operationResults`,
  ),
  moment(
    "confirmPurge",
    "purgeVault",
    "checking whether a purge took effect",
    "GET",
    deletedVault,
    1,
  ),
  moment(
    "confirmRecover",
    "recoverAccount",
    "checking whether a recovery took effect",
    "GET",
    liveAccount,
  ),
] as const;

export type MomentId = (typeof moments)[number][0];

export function momentOf(id: MomentId): Moment {
  const found = moments.find(([one]) => one === id);
  if (found === undefined) {
    throw new Error(`There is no moment ${id}.`);
  }
  return found[1];
}

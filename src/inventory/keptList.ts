import type { Subscription } from "../account/account";
import { arrayAt, isJsonObject, stringAt, valueAt, type JsonValue } from "../base/json";
import type { DeletedResource } from "../services/deletedResource";
import type { InventorySnapshot } from "./inventorySnapshot";

/** What one account saw, as it is kept on disk from one window to the next. */
export interface KeptList {
  readonly schema: 1;
  /** When all of it was read, in milliseconds since the epoch. */
  readonly asOf: number;
  readonly subscriptions: readonly KeptSubscription[];
}

export interface KeptSubscription {
  readonly subscription: Subscription;
  readonly branches: readonly KeptBranch[];
}

export interface KeptBranch {
  readonly serviceId: string;
  /** Whether any read has succeeded. */
  readonly wasRead: boolean;
  readonly resources: readonly DeletedResource[];
  /** Number of malformed items that were left out. */
  readonly malformed: number;
}

/** What there is to keep of a snapshot, by account id. */
export function keptListsOf({
  asOf,
  subscriptions,
}: InventorySnapshot): ReadonlyMap<string, KeptList> {
  const lists = new Map<string, KeptList & { readonly subscriptions: KeptSubscription[] }>();
  for (const { subscription, branches } of asOf === undefined ? [] : subscriptions) {
    const { accountId } = subscription;
    const list = lists.get(accountId) ?? { schema: 1, asOf: asOf ?? 0, subscriptions: [] };
    list.subscriptions.push({
      subscription,
      branches: branches
        .filter(({ state }) => state !== "absent")
        .map(({ service: { id: serviceId }, wasRead, resources, malformed }) => {
          return { serviceId, wasRead, resources, malformed };
        }),
    });
    lists.set(accountId, list);
  }
  return lists;
}

/** Validates a list from disk, which an editor or a failing disk may have changed. */
export function isKeptList(value: JsonValue): value is JsonValue & KeptList {
  return (
    valueAt(value, ["schema"]) === 1 &&
    isInstant(valueAt(value, ["asOf"])) &&
    Array.isArray(valueAt(value, ["subscriptions"])) &&
    arrayAt(value, "subscriptions").every(isKeptSubscription)
  );
}

function isInstant(value: JsonValue | undefined): boolean {
  return typeof value === "number" && !Number.isNaN(new Date(value).getTime());
}

function isKeptSubscription(value: JsonValue): boolean {
  const subscription = valueAt(value, ["subscription"]);
  return (
    ["subscriptionId", "accountId"].every((name) => stringAt(subscription, name) !== undefined) &&
    ["name", "tenantId", "homeTenantId", "accountLabel"].every(
      (name) => typeof valueAt(subscription, [name]) === "string",
    ) &&
    Array.isArray(valueAt(value, ["branches"])) &&
    arrayAt(value, "branches").every(isKeptBranch)
  );
}

function isKeptBranch(value: JsonValue): boolean {
  const serviceId = stringAt(value, "serviceId");
  return (
    serviceId !== undefined &&
    typeof valueAt(value, ["wasRead"]) === "boolean" &&
    typeof valueAt(value, ["malformed"]) === "number" &&
    Array.isArray(valueAt(value, ["resources"])) &&
    arrayAt(value, "resources").every((resource) => isResource(resource, serviceId))
  );
}

function isResource(value: JsonValue, serviceId: string): boolean {
  const text = (name: string): boolean => typeof valueAt(value, [name]) === "string";
  const optionalText = (name: string): boolean =>
    text(name) || valueAt(value, [name]) === undefined;
  return (
    stringAt(value, "serviceId") === serviceId &&
    ["subscriptionId", "name", "location", "originalId", "deletedPath"].every(text) &&
    ["resourceGroup", "kind", "deletedAt", "purgeAt", "distinguishedBy", "alias"].every(
      optionalText,
    ) &&
    ["azure", "retention"].includes(stringAt(value, "purgeAtFrom") ?? "") &&
    typeof valueAt(value, ["purgeProtected"]) === "boolean" &&
    isJsonObject(valueAt(value, ["raw"])) &&
    isTags(valueAt(value, ["tags"])) &&
    (valueAt(value, ["remarks"]) === undefined ||
      (Array.isArray(valueAt(value, ["remarks"])) &&
        arrayAt(value, "remarks").every((remark) => typeof remark === "string")))
  );
}

function isTags(value: JsonValue | undefined): boolean {
  return isJsonObject(value) && Object.values(value).every((tag) => typeof tag === "string");
}

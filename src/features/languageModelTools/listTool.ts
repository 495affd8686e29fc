import { defined } from "../../base/defined";
import * as l10n from "@vscode/l10n";
import { stringAt, valueAt, type JsonObject, type JsonValue } from "../../base/json";
import type { InventoryItem, InventorySnapshot } from "../../inventory/inventorySnapshot";
import { sortItems } from "../../inventory/sort";
import { describeTimeLeft, expiresWithin } from "../../base/timeLeft";
import { deletionKey } from "../../services/deletedResource";
import { isRefusal, recoverRefusal, type SoftDeleteService } from "../../services/service";
import { label } from "../../ui/text";
import { narrowed } from "./findSingle";
import type { ToolInput } from "./toolInput";

const limitUnlessSaid = 50;

export interface ListedFrom {
  readonly items: readonly InventoryItem[];
  readonly snapshot: InventorySnapshot;
  readonly serviceOf: (item: InventoryItem) => SoftDeleteService;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The deleted resources that match the input, and what couldn't be read. */
export function listed(input: ToolInput, from: ListedFrom): JsonObject {
  const { items, serviceOf, now } = from;
  const part = stringAt(input, "nameContains")?.toLowerCase();
  const hours = valueAt(input, ["expiringWithinHours"]);
  const limit = valueAt(input, ["limit"]);
  const found = narrowed(items, input).filter(
    ({ resource: { name, purgeAt } }) =>
      (part === undefined || name.toLowerCase().includes(part)) &&
      (typeof hours !== "number" || expiresWithin(purgeAt, hours, now)),
  );
  const shown = sortItems(found, "timeLeft", ({ resource }) => resource).slice(
    0,
    typeof limit === "number" ? limit : limitUnlessSaid,
  );
  const unread = unreadIn(from.snapshot, input);
  return {
    total: found.length,
    shown: shown.length,
    resources: shown.map((item) => describedItem(item, serviceOf(item), now)),
    ...(unread.length === 0 ? {} : { couldNotBeRead: unread }),
  };
}

/** One deleted resource, for a model. */
export function describedItem(
  item: InventoryItem,
  service: SoftDeleteService,
  now: number,
): JsonObject {
  const { resource, subscription } = item;
  const { resourceGroup, location, deletedAt, purgeAt } = resource;
  return {
    name: label(resource.name),
    kind: service.noun(resource),
    service: service.id,
    subscription: label(subscription.name),
    ...(resourceGroup === undefined ? {} : { resourceGroup: label(resourceGroup) }),
    ...(location === "" ? {} : { region: location }),
    ...defined({ deletedAt }),
    ...(purgeAt === undefined
      ? {}
      : { purgedByAzureAt: purgeAt, timeLeft: describeTimeLeft(purgeAt, now) }),
    canBeRecovered: recoverRefusal(service, resource) === undefined,
    canBePurged: !isRefusal(service.purge(resource)),
    deletion: deletionKey(resource),
  };
}

/** Says that the list is incomplete. */
function unreadIn(snapshot: InventorySnapshot, input: ToolInput): readonly JsonValue[] {
  const only = stringAt(input, "service");
  return [
    ...snapshot.problems.map(({ message }) => label(message)),
    ...snapshot.subscriptions.flatMap(({ subscription, branches }) => {
      const failed = branches.filter(
        ({ state, service }) => state === "failed" && (only === undefined || service.id === only),
      );
      return failed.length === 0
        ? []
        : [
            l10n.t(
              "{0}: {1}",
              label(subscription.name),
              failed.map(({ service }) => service.name).join(", "),
            ),
          ];
    }),
  ];
}

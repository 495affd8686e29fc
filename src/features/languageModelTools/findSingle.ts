import * as l10n from "@vscode/l10n";
import { stringAt } from "../../base/json";
import { sameText } from "../../base/sameText";
import { sameResource } from "../../azure/resourceId";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import { deletionKey, inUtc } from "../../services/deletedResource";
import type { SoftDeleteService } from "../../services/service";
import { label } from "../../ui/text";
import { ToolError } from "./toolError";
import type { ToolInput } from "./toolInput";

const mostListed = 10;

/** The items that match the inputs "subscription" and "service". */
export function narrowed(
  items: readonly InventoryItem[],
  input: ToolInput,
): readonly InventoryItem[] {
  const subscription = stringAt(input, "subscription");
  const service = stringAt(input, "service");
  const isIn = ({ subscription: one }: InventoryItem): boolean =>
    subscription === undefined ||
    [one.name, one.subscriptionId].some((text) => sameText(text, subscription));
  return items.filter(
    (item) => isIn(item) && (service === undefined || item.resource.serviceId === service),
  );
}

/**
 * The single deleted resource with a name, an ARM id, or the list's "deletion" key.
 *
 * @throws ToolError where none or several match.
 */
export function findSingle(
  items: readonly InventoryItem[],
  input: ToolInput,
  serviceOf: (item: InventoryItem) => SoftDeleteService,
): InventoryItem {
  const meant = stringAt(input, "resource") ?? "";
  const among = narrowed(items, input);
  const found = [
    ({ resource }: InventoryItem) => sameText(deletionKey(resource), meant),
    ({ resource }: InventoryItem) =>
      meant.includes("/") && sameResource(resource.originalId, meant),
    ({ resource }: InventoryItem) => sameText(resource.name, meant),
  ]
    .map((isIt) => among.filter(isIt))
    .find((some) => some.length > 0);
  // Two accounts can list the same deletion.
  const each = [...new Map(found?.map((item) => [deletionKey(item.resource), item])).values()];
  const [only] = each;
  if (only === undefined) {
    throw new ToolError(
      l10n.t(
        'No deleted resource named "{0}" was found with this account. List the deleted resources, then try again.',
        label(meant),
      ),
    );
  }
  if (each.length > 1) {
    const lines = each
      .slice(0, mostListed)
      .map(
        (item) =>
          `- ${[
            label(serviceOf(item).noun(item.resource)),
            label(item.subscription.name),
            ...(item.resource.deletedAt === undefined ? [] : [inUtc(item.resource.deletedAt)]),
          ].join(", ")}: ${deletionKey(item.resource)}`,
      );
    throw new ToolError(
      [
        l10n.t(
          '{0} deleted resources are named "{1}". Ask the user which resource they mean, and call the tool again with the text after the colon as "resource":',
          each.length,
          label(meant),
        ),
        ...lines,
      ].join("\n"),
    );
  }
  return only;
}

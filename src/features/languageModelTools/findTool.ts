import { defined } from "../../base/defined";
import * as l10n from "@vscode/l10n";
import type { JsonObject } from "../../base/json";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import type { NameAnswer } from "../nameLookup/nameAnswer";
import type { SoftDeleteService } from "../../services/service";
import { label } from "../../ui/text";
import { describedItem } from "./listTool";
import { ToolError } from "./toolError";

const mostShown = 20;

/**
 * What holds a name, for a model.
 * @throws ToolError where the text contains no name.
 */
export function holders(
  { query, deleted, live, checks, subscriptions, unread }: NameAnswer,
  serviceOf: (item: InventoryItem) => SoftDeleteService,
  now: number,
): JsonObject {
  if (query === undefined) {
    throw new ToolError(
      l10n.t(
        "No name was found in the text. Pass a resource name, a resource ID, an address, or the complete error message.",
      ),
    );
  }
  const notRead = [
    ...unread.accounts.map(({ message }) => label(message)),
    ...unread.subscriptions.map(({ subscription }) => label(subscription.name)),
  ];
  return {
    lookedFor: {
      ...(query.name === undefined ? {} : { name: label(query.name) }),
      ...defined({ type: query.resourceType }),
    },
    softDeleted: deleted
      .slice(0, mostShown)
      .map((item) => describedItem(item, serviceOf(item), now)),
    inUse: live.slice(0, mostShown).map(({ id, type, location, subscription }) => ({
      id: label(id),
      type,
      region: location,
      subscription: label(subscription.name),
    })),
    azureSays: checks.map(({ resourceType, answer, said }) => ({
      type: resourceType,
      answer,
      ...(said === undefined ? {} : { said: label(said) }),
    })),
    subscriptionsLookedThrough: subscriptions,
    ...(notRead.length === 0 ? {} : { couldNotBeRead: notRead }),
  };
}

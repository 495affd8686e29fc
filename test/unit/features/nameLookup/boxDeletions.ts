import type { Subscription } from "../../../../src/account/account";
import type { JsonObject } from "../../../../src/base/json";
import type { DeletedResource } from "../../../../src/services/deletedResource";
import type { InventoryItem } from "../../../../src/inventory/inventorySnapshot";
import { subscription } from "../../inventory/inventoryHarness";
import { boxId, readBox } from "../../inventory/sources";

export const start = Date.parse("2026-03-01T12:00:00Z");
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const boxes: Subscription = { ...subscription("boxes"), subscriptionId: "s" };

export function iso(at: number): string {
  return new Date(at).toISOString();
}

/** A box as its service lists it. */
export function box(name: string, at: number | undefined): DeletedResource {
  const read = readBox({ name, ...(at === undefined ? {} : { at: iso(at) }) });
  if (read === undefined || read === "live") {
    throw new Error("The box could not be read.");
  }
  return read;
}

export function item(name: string, at: number | undefined): InventoryItem {
  return { subscription: boxes, resource: box(name, at) };
}

/** The deletion of a box as the log has it. */
export function event(name: string, at: number, more: JsonObject = {}): JsonObject {
  return {
    caller: `who deleted ${name}`,
    correlationId: `${name} ${iso(at)}`,
    eventTimestamp: iso(at),
    operationName: { value: "Contoso.Boxes/boxes/delete" },
    resourceId: boxId(name),
    status: { value: "Succeeded" },
    ...more,
  };
}

/** The deletion of the boxes' resource group. */
export function groupEvent(at: number, more: JsonObject = {}): JsonObject {
  return event("group", at, {
    operationName: { value: "Microsoft.Resources/subscriptions/resourceGroups/delete" },
    resourceId: "/subscriptions/s/resourcegroups/RG",
    ...more,
  });
}

import { defined } from "../../../../src/base/defined";
import type { InventoryItem } from "../../../../src/inventory/inventorySnapshot";
import { NameIndex } from "../../../../src/features/fileChecks/nameIndex";
import { services } from "../../../../src/services/index";
import type { SoftDeleteService } from "../../../../src/services/service";
import { subscription } from "../../inventory/inventoryHarness";

/** The subscription of all deleted resources. */
export const subscriptionId = "3c7f956b-55ee-4686-9d30-da1eb631dc59";

function serviceOf({ resource }: Pick<InventoryItem, "resource">): SoftDeleteService {
  const found = services.find(({ id }) => id === resource.serviceId);
  if (found === undefined) {
    throw new Error(`There is no service ${resource.serviceId}.`);
  }
  return found;
}

/**
 * An index of deleted resources, given as "service name", with an azd environment and a
 * subdomain or none.
 */
export function indexOf(...deleted: readonly string[]): NameIndex {
  const items = deleted.map((one): InventoryItem => {
    const [serviceId = "", name = "", environment, alias] = one.split(" ");
    return {
      subscription: subscription("Production"),
      resource: {
        serviceId,
        subscriptionId,
        name,
        resourceGroup: "rg",
        location: "westus",
        kind: undefined,
        originalId: `/${name}`,
        deletedPath: `/deleted/${name}`,
        deletedAt: "2026-03-01T12:00:00Z",
        purgeAt: undefined,
        purgeAtFrom: "azure",
        purgeProtected: false,
        ...defined({ alias }),
        tags: environment === undefined ? {} : { "azd-env-name": environment },
        raw: {},
      },
    };
  });
  return new NameIndex(items, serviceOf);
}

import type { InventorySnapshot } from "../../inventory/inventorySnapshot";
import type { DeletedResource } from "../../services/deletedResource";

/** What the rows show: while the list is updated, the list before, so that no row moves meanwhile. */
export class HeldSnapshot {
  #shown: InventorySnapshot | undefined;

  /** @param hasEnded whether a deletion has ended in this window meanwhile. */
  next(
    current: InventorySnapshot,
    hasEnded: (resource: DeletedResource) => boolean,
  ): InventorySnapshot {
    const before = this.#shown;
    this.#shown =
      before === undefined || current.isUpdating !== true
        ? current
        : {
            ...current,
            problems: before.problems,
            subscriptions: before.subscriptions.map((entry) => ({
              ...entry,
              branches: entry.branches.map((branch) => ({
                ...branch,
                resources: branch.resources.filter((one) => !hasEnded(one)),
              })),
            })),
          };
    return this.#shown;
  }
}

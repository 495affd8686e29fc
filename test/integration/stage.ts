import type { TestAccess } from "../../src/composition/product";
import type { InventoryItem } from "../../src/inventory/inventorySnapshot";
import { eventually } from "../host/waiting";
import { testAccess } from "./product";
import type { SimulatedAzure } from "./simulatedAzure";
import type { Plan } from "../../src/services/plan";

/** An Azure as a story needs it, and the extension that has read it. */
export class Stage {
  private constructor(
    readonly azure: SimulatedAzure,
    readonly access: TestAccess,
  ) {}

  /** Sets an Azure up anew and lets the extension read it. */
  static async set(
    azure: SimulatedAzure,
    { scenario = "contosoFriday", faults = false } = {},
  ): Promise<Stage> {
    const access = await testAccess();
    await azure.reset(scenario);
    if (!faults) {
      await azure.clearFaults();
    }
    await access.inventory.refresh();
    return new Stage(azure, access);
  }

  names(): readonly string[] {
    return this.access.inventory.items.map(({ resource }) => resource.name).sort();
  }

  item(name: string): InventoryItem {
    const found = this.access.inventory.items.find(({ resource }) => resource.name === name);
    if (found === undefined) {
      throw new Error(`The inventory does not have "${name}", only ${this.names().join(", ")}.`);
    }
    return found;
  }

  async recoveryOf(name: string): Promise<Plan> {
    const proposal = await this.access.planner.recover(this.item(name), {});
    if (!proposal.possible) {
      throw new Error(proposal.reason);
    }
    return proposal.plan;
  }

  async purgeOf(name: string): Promise<Plan> {
    const proposal = await this.access.planner.purge(this.item(name));
    if (!proposal.possible) {
      throw new Error(proposal.reason);
    }
    return proposal.plan;
  }

  /** Waits until the inventory, which reads on its own after an operation, has it no more. */
  async goneFromInventory(name: string): Promise<void> {
    await eventually(`"${name}" to leave the inventory`, () =>
      Promise.resolve(!this.names().includes(name)),
    );
  }
}

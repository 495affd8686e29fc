import type { Deployment } from "../../services/deployment";
import type { SoftDeleteService } from "../../services/service";
import type { InventoryItem } from "../../inventory/inventorySnapshot";

/** A deleted resource that a deployment conflicts with. */
export interface NameHolder {
  readonly item: InventoryItem;
  readonly service: SoftDeleteService;
  readonly deployment: Deployment;
}

/** An index of deleted resources by type and name. */
export class NameIndex {
  readonly #byTypeAndName = new Map<string, NameHolder[]>();
  readonly #byType = new Map<string, NameHolder[]>();
  readonly #byName = new Map<string, NameHolder[]>();

  constructor(
    items: readonly InventoryItem[],
    serviceOf: (item: InventoryItem) => SoftDeleteService,
  ) {
    for (const item of items) {
      const service = serviceOf(item);
      const { deployment, resourceType } = service;
      if (deployment !== undefined) {
        const holder = { item, service, deployment };
        const name = item.resource.name.toLowerCase();
        for (const held of new Set([name, (item.resource.alias ?? name).toLowerCase()])) {
          add(this.#byName, held, holder);
        }
        for (const type of [resourceType, ...deployment.terraform]) {
          add(this.#byTypeAndName, keyOf(type, name), holder);
          add(this.#byType, type.toLowerCase(), holder);
        }
      }
    }
  }

  get isEmpty(): boolean {
    return this.#byName.size === 0;
  }

  /** @param type an ARM or Terraform type; type and name are case-insensitive. */
  holders(type: string, name: string): readonly NameHolder[] {
    return this.#byTypeAndName.get(keyOf(type, name)) ?? [];
  }

  /** @param type an ARM or Terraform type in lower case. */
  ofType(type: string): readonly NameHolder[] {
    return this.#byType.get(type) ?? [];
  }

  /** The subscriptions with deleted resources, in lower case. */
  get subscriptionIds(): readonly string[] {
    const all = [...this.#byName.values()].flat();
    return [...new Set(all.map(({ item }) => item.resource.subscriptionId.toLowerCase()))];
  }

  /** By name or, for an account, by subdomain. */
  named(name: string): readonly NameHolder[] {
    return this.#byName.get(name.toLowerCase()) ?? [];
  }
}

function keyOf(type: string, name: string): string {
  return `${type}|${name}`.toLowerCase();
}

function add(map: Map<string, NameHolder[]>, key: string, holder: NameHolder): void {
  const known = map.get(key);
  if (known === undefined) {
    map.set(key, [holder]);
  } else {
    known.push(holder);
  }
}

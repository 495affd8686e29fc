import type { JsonObject } from "../json";
import { StateKey, type ActivityEvent } from "../service";

export const registryType = "Microsoft.ContainerRegistry/registries";

export interface ContainerRegistry {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly createdAt: number;
}

interface ContainerRegistries {
  readonly live: ContainerRegistry[];
  readonly events: ActivityEvent[];
}

export const containerRegistries = new StateKey<ContainerRegistries>(() => ({
  live: [],
  events: [],
}));

export function registryId(
  subscriptionId: string,
  { resourceGroup, name }: ContainerRegistry,
): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${registryType}/${name}`;
}

export function registryBody(subscriptionId: string, registry: ContainerRegistry): JsonObject {
  const { name, location, tags, createdAt } = registry;
  return {
    id: registryId(subscriptionId, registry),
    name,
    type: registryType,
    location,
    tags: tags ?? {},
    sku: { name: "Premium", tier: "Premium" },
    properties: {
      loginServer: `${name.toLowerCase()}.azurecr.io`,
      creationDate: new Date(createdAt).toISOString(),
      provisioningState: "Succeeded",
      adminUserEnabled: false,
    },
  };
}

import * as l10n from "@vscode/l10n";
import type { Subscription } from "../account/account";
import type { ArmClient } from "../azure/armClient";
import { armPath, type ArmRequest } from "../azure/armRequest";
import { ArmError } from "../azure/errors";
import {
  grants,
  permissionsRequest,
  readPermission,
  type Allowance,
  type Permission,
} from "../azure/permissions";
import { deletionKey, type DeletedResource } from "../services/deletedResource";
import type { PlanStep } from "../services/plan";
import type {
  Prerequisite,
  PurgeRefusal,
  RequiredPermission,
  SoftDeleteService,
} from "../services/service";
import type { InventoryItem } from "./inventory";
import type { Plan, Via } from "./operation";

export interface PlannerOptions {
  readonly connect: (subscription: Subscription) => Promise<ArmClient>;
  /** The endpoint that plans are made for. */
  readonly endpoint: () => Promise<string>;
  readonly service: (resource: DeletedResource) => SoftDeleteService;
  /** What is known to be deleted, for naming what must come back first. */
  readonly items: () => readonly InventoryItem[];
}

/** A plan to recover, and what to know before it is run. */
export interface RecoverProposal {
  readonly possible: true;
  readonly action: "recover";
  readonly item: InventoryItem;
  readonly plan: Plan;
  /** What to bring back by hand before, because it is soft-deleted itself or may be. */
  readonly recoverFirst: readonly Finding[];
  /** The group that the plan creates, if it does. */
  readonly createsResourceGroup: string | undefined;
}

export interface PurgeProposal {
  readonly possible: true;
  readonly action: "purge";
  readonly item: InventoryItem;
  readonly plan: Plan;
}

export interface Impossible {
  readonly possible: false;
  readonly item: InventoryItem;
  /** One sentence that says why, and what to do. */
  readonly reason: string;
}

/** A prerequisite and what is known of it. */
export interface Finding extends Prerequisite {
  readonly state: "deleted" | "not known";
}

// learn.microsoft.com/rest/api/resources/resource-groups
const resourceGroupsApiVersion = "2024-07-01";
const createResourceGroup: RequiredPermission = {
  action: "Microsoft.Resources/subscriptions/resourceGroups/write",
  scope: "subscription",
  role: "Contributor",
};

/** Turns what a person wants into a plan, or into the reason why it cannot be. Changes nothing. */
export class Planner {
  constructor(private readonly options: PlannerOptions) {}

  /** @throws ArmError when Azure cannot be asked what the plan depends on. */
  async recover(item: InventoryItem, signal?: AbortSignal): Promise<RecoverProposal | Impossible> {
    const { resource, subscription } = item;
    const service = this.options.service(resource);
    const arm = await this.options.connect(subscription);
    const groupExists = await this.#groupExists(arm, resource, signal);
    const needed = groupExists
      ? [service.permissions.recover]
      : [createResourceGroup, { ...service.permissions.recover, scope: "subscription" as const }];
    const refused = await this.#refusal(arm, item, needed, signal);
    if (refused !== undefined) {
      return { possible: false, item, reason: refused };
    }
    const steps = service.recover(resource, { tenantId: subscription.homeTenantId });
    return {
      possible: true,
      action: "recover",
      item,
      plan: await this.#plan(
        "recover",
        item,
        groupExists ? steps : [resourceGroupStep(resource), ...steps],
      ),
      recoverFirst: this.#findings(service.prerequisites(resource)),
      createsResourceGroup: groupExists ? undefined : resource.resourceGroup,
    };
  }

  /** @throws ArmError when Azure cannot be asked what the plan depends on. */
  async purge(item: InventoryItem, signal?: AbortSignal): Promise<PurgeProposal | Impossible> {
    const { resource, subscription } = item;
    const service = this.options.service(resource);
    const steps = service.purge(resource);
    if (isRefusal(steps)) {
      return { possible: false, item, reason: steps.refused };
    }
    const arm = await this.options.connect(subscription);
    const refused = await this.#refusal(arm, item, [service.permissions.purge], signal);
    return refused === undefined
      ? { possible: true, action: "purge", item, plan: await this.#plan("purge", item, steps) }
      : { possible: false, item, reason: refused };
  }

  /** Who may not look at the group may still be allowed to recover into it: Azure decides then. */
  async #groupExists(
    arm: ArmClient,
    { subscriptionId, resourceGroup }: DeletedResource,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    try {
      return await arm.resourceGroupExists(subscriptionId, resourceGroup, signal);
    } catch (error) {
      if (error instanceof ArmError && error.failure.status === 403) {
        return true;
      }
      throw error;
    }
  }

  async #plan(
    action: Plan["action"],
    { resource, subscription }: InventoryItem,
    steps: readonly PlanStep[],
  ): Promise<Plan> {
    const via: Via = {
      accountId: subscription.accountId,
      tenantId: subscription.tenantId,
      endpoint: await this.options.endpoint(),
    };
    return {
      action,
      subject: {
        serviceId: resource.serviceId,
        noun: this.options.service(resource).noun(resource),
        name: resource.name,
        subscriptionId: resource.subscriptionId,
        subscriptionName: subscription.name,
        originalId: resource.originalId,
        deletion: deletionKey(resource),
      },
      via,
      steps,
    };
  }

  async #refusal(
    arm: ArmClient,
    { resource, subscription }: InventoryItem,
    needed: readonly RequiredPermission[],
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    for (const permission of needed) {
      const scope =
        permission.scope === "subscription"
          ? armPath`/subscriptions/${resource.subscriptionId}`
          : armPath`/subscriptions/${resource.subscriptionId}/resourceGroups/${resource.resourceGroup}`;
      if ((await allowance(arm, scope, permission.action, signal)) === "denied") {
        const place =
          permission.scope === "subscription"
            ? l10n.t('subscription "{0}"', subscription.name)
            : l10n.t('resource group "{0}"', resource.resourceGroup);
        return l10n.t(
          'You are missing the permission "{0}" at scope "{1}". The role "{2}", assigned at {3}, has it.',
          permission.action,
          scope,
          permission.role,
          place,
        );
      }
    }
    return undefined;
  }

  /** Key vaults and storage accounts have names of their own in all of Azure, wherever they are. */
  #findings(prerequisites: readonly Prerequisite[]): Finding[] {
    const deleted = this.options.items();
    return prerequisites.map((prerequisite) => ({
      ...prerequisite,
      state: deleted.some(
        ({ resource }) =>
          resource.name.toLowerCase() === prerequisite.name.toLowerCase() &&
          this.options.service(resource).resourceType === prerequisite.resourceType,
      )
        ? "deleted"
        : "not known",
    }));
  }
}

/** Whether a service's answer to "how do I purge this" is a refusal. */
export function isRefusal(answer: readonly PlanStep[] | PurgeRefusal): answer is PurgeRefusal {
  return "refused" in answer;
}

/** A resource group cannot be recovered, only created again under its name. */
function resourceGroupStep({ subscriptionId, resourceGroup, location }: DeletedResource): PlanStep {
  const group: ArmRequest = {
    method: "GET",
    path: armPath`/subscriptions/${subscriptionId}/resourcegroups/${resourceGroup}`,
    apiVersion: resourceGroupsApiVersion,
  };
  return {
    id: "createResourceGroup",
    title: l10n.t("Create resource group in {0}", location),
    target: resourceGroup,
    request: { ...group, method: "PUT", body: { location } },
    effect: { request: group, shows: "present" },
    // Creating a group that someone has created meanwhile would take its tags away.
    skipIfShown: true,
  };
}

async function allowance(
  arm: ArmClient,
  scope: string,
  action: string,
  signal: AbortSignal | undefined,
): Promise<Allowance> {
  const permissions: Permission[] = [];
  try {
    await arm.list(
      permissionsRequest(scope),
      (page) => permissions.push(...page.map(readPermission)),
      signal,
    );
  } catch (error) {
    // Unread permissions refuse nobody: Azure itself decides.
    if (error instanceof ArmError) {
      return "unknown";
    }
    throw error;
  }
  return grants(permissions, action) ? "allowed" : "denied";
}

import * as l10n from "@vscode/l10n";
import type { Subscription } from "../account/account";
import type { ArmClient } from "../azure/armClient";
import { armPath, type ArmRequest } from "../azure/armRequest";
import { ArmError } from "../azure/errors";
import { grants, permissionsRequest, readPermission, type Permission } from "../azure/permissions";
import { canonicalId, parseResourceId } from "../azure/resourceId";
import { deletionKey, type DeletedResource } from "../services/deletedResource";
import type { PlanStep } from "../services/plan";
import type { Answers } from "../services/question";
import {
  allRequired,
  isRefusal,
  type Home,
  type Prerequisite,
  type RequiredPermission,
  type SoftDeleteService,
} from "../services/service";
import { assertIntent } from "../services/softDeleteAction";
import type { InventoryItem } from "./inventorySnapshot";
import type { Action, Plan, Subject } from "./operation";

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
  /** Where it comes back to; undefined where Azure does not say where it was. */
  readonly home: Home | undefined;
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

/** Something to be done to a live resource. */
export interface LiveChange {
  readonly action: Exclude<Action, "recover">;
  readonly subscription: Subscription;
  readonly serviceId: string;
  readonly noun: string;
  readonly name: string;
  /** Its id. */
  readonly id: string;
  readonly steps: readonly PlanStep[];
  readonly permission: RequiredPermission;
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

  /**
   * @param answers one for each question the service asks about the resource.
   * @throws ArmError when Azure cannot be asked what the plan depends on.
   */
  async recover(
    item: InventoryItem,
    answers: Answers,
    signal?: AbortSignal,
  ): Promise<RecoverProposal | Impossible> {
    const { resource, subscription } = item;
    const service = this.options.service(resource);
    const steps = service.recover(resource, { tenantId: subscription.homeTenantId, answers });
    if (isRefusal(steps)) {
      return { possible: false, item, reason: steps.refused };
    }
    const arm = await this.options.connect(subscription);
    const home = homeOf(service, resource, answers);
    const groupExists = home === undefined || (await this.#groupExists(arm, item, home, signal));
    const permission = service.recoverPermission?.(resource) ?? service.permissions.recover;
    const own = permission === undefined ? [] : allRequired(permission);
    const needed = groupExists
      ? own
      : [createResourceGroup, ...own.map((one) => ({ ...one, scope: "subscription" as const }))];
    const refused = await this.#refusal(arm, subscription, needed, home?.resourceGroup, signal);
    if (refused !== undefined) {
      return { possible: false, item, reason: refused };
    }
    return {
      possible: true,
      action: "recover",
      item,
      plan: await this.#plan(
        "recover",
        item,
        groupExists ? steps : [resourceGroupStep(resource, home), ...steps],
      ),
      recoverFirst: this.#findings(service.prerequisites(resource)),
      home,
      createsResourceGroup: groupExists ? undefined : home.resourceGroup,
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
    const permission = service.permissions.purge;
    const needed = permission === undefined ? [] : allRequired(permission);
    const refused = await this.#refusal(arm, subscription, needed, resource.resourceGroup, signal);
    if (refused !== undefined) {
      return { possible: false, item, reason: refused };
    }
    const plan = await this.#plan("purge", item, [
      ...(await this.#groupForPurge(arm, item, steps, signal)),
      ...steps,
    ]);
    return { possible: true, action: "purge", item, plan };
  }

  /** A purge that recovers first needs the resource group as a recovery does. */
  async #groupForPurge(
    arm: ArmClient,
    item: InventoryItem,
    steps: readonly PlanStep[],
    signal: AbortSignal | undefined,
  ): Promise<readonly PlanStep[]> {
    const { resourceGroup, location } = item.resource;
    if (resourceGroup === undefined || !steps.some(({ request }) => request.method === "PUT")) {
      return [];
    }
    const home = { resourceGroup, location };
    return (await this.#groupExists(arm, item, home, signal))
      ? []
      : [resourceGroupStep(item.resource, home)];
  }

  /**
   * The same for something that is live.
   * @returns the plan, or why the person may not, in one sentence.
   * @throws ArmError when Azure cannot be asked what the plan depends on.
   */
  async change(change: LiveChange, signal?: AbortSignal): Promise<Plan | string> {
    const { action, subscription, serviceId, noun, name, id, steps, permission } = change;
    const arm = await this.options.connect(subscription);
    const group = parseResourceId(id)?.resourceGroup;
    const needed = allRequired(permission);
    const refused = await this.#refusal(arm, subscription, needed, group, signal);
    const deletion = `${canonicalId(id)}@live`;
    return (
      refused ??
      this.#planOn(action, subscription, { serviceId, noun, name, originalId: id, deletion }, steps)
    );
  }

  /** Who may not look at the group may still be allowed to recover into it: Azure decides then. */
  async #groupExists(
    arm: ArmClient,
    { resource: { subscriptionId } }: InventoryItem,
    { resourceGroup }: Home,
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
    action: Action,
    { resource, subscription }: InventoryItem,
    steps: readonly PlanStep[],
  ): Promise<Plan> {
    const { serviceId, name, originalId } = resource;
    const noun = this.options.service(resource).noun(resource);
    const deletion = deletionKey(resource);
    return this.#planOn(
      action,
      subscription,
      { serviceId, noun, name, originalId, deletion },
      steps,
    );
  }

  async #planOn(
    action: Action,
    { accountId, tenantId, subscriptionId, name: subscriptionName }: Subscription,
    subject: Omit<Subject, "subscriptionId" | "subscriptionName">,
    steps: readonly PlanStep[],
  ): Promise<Plan> {
    for (const step of steps) {
      assertIntent(action, step);
    }
    return {
      action,
      subject: { ...subject, subscriptionId, subscriptionName },
      via: { accountId, tenantId, endpoint: await this.options.endpoint() },
      steps,
    };
  }

  async #refusal(
    arm: ArmClient,
    subscription: Subscription,
    needed: readonly RequiredPermission[],
    resourceGroup: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const held = new Map<string, readonly Permission[] | undefined>();
    for (const permission of needed) {
      const group = permission.scope === "resourceGroup" ? resourceGroup : undefined;
      const scope =
        group === undefined
          ? armPath`/subscriptions/${subscription.subscriptionId}`
          : armPath`/subscriptions/${subscription.subscriptionId}/resourceGroups/${group}`;
      if (!held.has(scope)) {
        held.set(scope, await permissionsAt(arm, scope, signal));
      }
      const permissions = held.get(scope);
      if (permissions !== undefined && !grants(permissions, permission.action)) {
        const place =
          group === undefined
            ? l10n.t('subscription "{0}"', subscription.name)
            : l10n.t('resource group "{0}"', group);
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

function homeOf(
  service: SoftDeleteService,
  resource: DeletedResource,
  answers: Answers,
): Home | undefined {
  const { resourceGroup, location } = resource;
  return (
    service.home?.(resource, answers) ??
    (resourceGroup === undefined ? undefined : { resourceGroup, location })
  );
}

/** A resource group cannot be recovered, only created again under its name. */
function resourceGroupStep(
  { subscriptionId }: DeletedResource,
  { resourceGroup, location }: Home,
): PlanStep {
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

/** What the person may do there; undefined where that cannot be read, which refuses nobody. */
async function permissionsAt(
  arm: ArmClient,
  scope: string,
  signal: AbortSignal | undefined,
): Promise<readonly Permission[] | undefined> {
  const permissions: Permission[] = [];
  try {
    await arm.list(
      permissionsRequest(scope),
      (page) => permissions.push(...page.map(readPermission)),
      signal,
    );
  } catch (error) {
    // Azure itself decides then.
    if (error instanceof ArmError) {
      return undefined;
    }
    throw error;
  }
  return permissions;
}

import { defined } from "../base/defined";
import * as l10n from "@vscode/l10n";
import type { Subscription } from "../account/account";
import { canonicalId, parseResourceId } from "../azure/resourceId";
import { deletionKey } from "../services/deletedResource";
import {
  componentType,
  deletedComponentAt,
  madeAgain,
  provider,
  unlogged,
} from "../services/parts/applicationInsights";
import { prerequisiteAt, unnamedPrerequisite } from "../services/parts/prerequisites";
import type { PlanStep, Subject } from "../services/plan";
import type { Answers } from "../services/question";
import {
  allRequired,
  isRefusal,
  type Home,
  type MadeAgain,
  type Prerequisite,
  type RequiredPermission,
  type SoftDeleteService,
} from "../services/service";
import type { Need, Task } from "./orderSteps";
import {
  atSubscription,
  createResourceGroup,
  resourceGroupStep,
  subjectOf,
  homeOf,
} from "./planParts";
import type { DependencyFinder } from "./dependencyFinder";
import type { RegionChoice, ResourceGroups } from "./resourceGroups";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { Dependency } from "./dependency";

/** The permissions of a task, in the item's subscription. */
export interface TaskRights {
  /** The task's key. */
  readonly task: string;
  readonly subscription: Subscription;
  readonly permissions: readonly RequiredPermission[];
  readonly resourceGroup: string | undefined;
}

export interface TaskOptions {
  readonly finder: DependencyFinder;
  readonly service: (item: InventoryItem) => SoftDeleteService;
  readonly groups: Pick<ResourceGroups, "exists" | "placeFor">;
  readonly answers: Answers;
  readonly signal: AbortSignal | undefined;
}

/**
 * The tasks of a recovery: the item's own steps, and one task for each recoverable dependency. Only
 * collects tasks; their needs decide the order.
 */
export class RecoveryTasks {
  readonly tasks = new Map<string, Task>();
  readonly rights: TaskRights[] = [];
  readonly dependencies: Dependency[] = [];
  /** Resource groups to create for which the person has to choose a region. */
  readonly regionChoices: RegionChoice[] = [];
  /** Tasks after the goal, if the person selects them. */
  readonly followers: { readonly key: string; readonly made: MadeAgain }[] = [];
  readonly #begun = new Set<string>();

  constructor(private readonly options: TaskOptions) {}

  /**
   * Adds the item to recover.
   *
   * @param steps the service's recovery steps.
   * @returns the key of its task.
   * @throws ArmError when Azure can't be asked what the plan depends on.
   */
  async addGoal(
    item: InventoryItem,
    steps: readonly PlanStep[],
    home: Home | undefined,
  ): Promise<string> {
    const key = keyOf(item);
    this.#begun.add(key);
    await this.#add(key, item, steps, home, undefined);
    await this.#addFollowers(item);
    return key;
  }

  async #add(
    key: string,
    item: InventoryItem,
    steps: readonly PlanStep[],
    home: Home | undefined,
    neededFor: string | undefined,
  ): Promise<void> {
    const service = this.options.service(item);
    const permission = service.recoverPermission?.(item.resource) ?? service.permissions.recover;
    const own = permission === undefined ? [] : allRequired(permission);
    const [group, needs] = await Promise.all([
      this.#group(key, item, home, own),
      this.#prerequisites(item),
    ]);
    this.tasks.set(key, {
      key,
      name: item.resource.name,
      steps,
      needs: [...group, ...needs],
      ...(neededFor === undefined ? {} : { neededFor, recovers: this.#subjectOf(item) }),
    });
  }

  /** Adds a need for a missing resource group, and the task's permissions. */
  async #group(
    task: string,
    item: InventoryItem,
    home: Home | undefined,
    permissions: readonly RequiredPermission[],
  ): Promise<readonly Need[]> {
    const { subscription } = item;
    const resourceGroup = home?.resourceGroup;
    const { groups, answers, signal } = this.options;
    if (home === undefined || (await groups.exists(subscription, home.resourceGroup, signal))) {
      this.rights.push({ task, subscription, resourceGroup, permissions });
      return [];
    }
    const key = `group ${subscription.subscriptionId}/${home.resourceGroup}`.toLowerCase();
    const place = await groups.placeFor(subscription, home, answers, signal);
    if (!this.tasks.has(key)) {
      const step = resourceGroupStep(subscription.subscriptionId, place.home);
      this.regionChoices.push(...[place.choice ?? []].flat());
      this.tasks.set(key, { key, name: home.resourceGroup, steps: [step], needs: [] });
      this.rights.push({
        task: key,
        subscription,
        resourceGroup: undefined,
        permissions: [createResourceGroup],
      });
    }
    this.rights.push({
      task,
      subscription,
      resourceGroup,
      permissions: atSubscription(permissions),
    });
    return [{ key }];
  }

  async #prerequisites(item: InventoryItem): Promise<readonly Need[]> {
    const { finder, answers, signal } = this.options;
    const found = await finder.of(item, answers, signal);
    const needs = await Promise.all(found.map((dependency) => this.#need(dependency, item)));
    return needs.flat();
  }

  async #need(dependency: Dependency, item: InventoryItem): Promise<readonly Need[]> {
    if (dependency.state === "gone" && dependency.resourceType === componentType) {
      const made = await this.#component(dependency, item);
      if (made !== undefined) {
        return [{ key: made, optional: true }];
      }
    }
    this.dependencies.push(dependency);
    if (dependency.state !== "deleted") {
      return [];
    }
    const key = await this.#prerequisite(dependency.item, dependency.neededFor);
    return key === undefined
      ? []
      : [{ key, ...(dependency.optional === undefined ? {} : { optional: true }) }];
  }

  /**
   * The key of the task that recovers it; undefined where that is impossible, which is recorded.
   */
  async #prerequisite(item: InventoryItem, neededFor: string): Promise<string | undefined> {
    const key = keyOf(item);
    if (this.#begun.has(key)) {
      return key;
    }
    const service = this.options.service(item);
    const { resource, subscription } = item;
    const isAsking = (service.questions?.(resource) ?? []).length > 0;
    const steps = isAsking
      ? { refused: l10n.t("This resource needs extra input. Recover it separately.") }
      : service.recover(resource, { tenantId: subscription.homeTenantId, answers: {} });
    if (isRefusal(steps)) {
      this.refused.push({ item, neededFor, reason: steps.refused });
      return undefined;
    }
    // Marked only now, so that a refusal is recorded for each task that needs it.
    this.#begun.add(key);
    await this.#add(key, item, steps, homeOf(service, item, {}), neededFor);
    return key;
  }

  /** Soft-deleted prerequisites that the plan can't recover, and why. */
  readonly refused: {
    readonly item: InventoryItem;
    readonly neededFor: string;
    readonly reason: string;
  }[] = [];

  /** The task that creates a component again, with its workspace. */
  async #component(dependency: Prerequisite, item: InventoryItem): Promise<string | undefined> {
    const { finder, answers, signal } = this.options;
    const { id = "", name = "", neededFor } = dependency;
    const { resourceGroup: group, subscriptionId } = parseResourceId(id) ?? {};
    // The log and groups of another subscription aren't known.
    if (
      group === undefined ||
      subscriptionId?.toLowerCase() !== item.subscription.subscriptionId.toLowerCase()
    ) {
      return undefined;
    }
    const component =
      deletedComponentAt(await finder.log(item, provider, signal), id) ?? unlogged(id, name, group);
    const meaning = {
      neededFor: l10n.t('the Application Insights component "{0}"', name),
      without: l10n.t("The component won't be created again."),
      optional: true,
    } as const;
    const workspace = await finder.find(
      (component.workspaceId === undefined
        ? undefined
        : prerequisiteAt(workspaceType, component.workspaceId, meaning)) ??
        unnamedPrerequisite(workspaceType, meaning),
      item,
      answers,
      signal,
    );
    const needs = await this.#need(workspace, item);
    if (workspace.id === undefined || (workspace.state !== "live" && needs.length === 0)) {
      return undefined;
    }
    const made = madeAgain(component, workspace.id, item.resource.location);
    return this.#make(
      made,
      item,
      needs.map(({ key }) => ({ key })),
      neededFor,
    );
  }

  /** Adds what used the item and can be created again afterwards. */
  async #addFollowers(item: InventoryItem): Promise<void> {
    const { madeAgain: remade } = this.options.service(item);
    if (remade === undefined) {
      return;
    }
    const events = await this.options.finder.log(item, remade.provider, this.options.signal);
    for (const made of remade.read(events, item.resource)) {
      const key = await this.#make(made, item, [], undefined);
      this.followers.push({ key, made });
    }
  }

  async #make(
    made: MadeAgain,
    item: InventoryItem,
    needs: readonly Need[],
    neededFor: string | undefined,
  ): Promise<string> {
    const key = `make ${canonicalId(made.id)}`;
    const { name, resourceGroup, location, steps, permission } = made;
    const group = await this.#group(
      key,
      item,
      { resourceGroup, location },
      allRequired(permission),
    );
    this.tasks.set(key, {
      key,
      name,
      steps,
      needs: [...group, ...needs],
      ...defined({ neededFor }),
    });
    return key;
  }

  #subjectOf(item: InventoryItem): Subject {
    return subjectOf(item, this.options.service(item));
  }
}

const workspaceType = "Microsoft.OperationalInsights/workspaces";

function keyOf(item: InventoryItem): string {
  return deletionKey(item.resource);
}

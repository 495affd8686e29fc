import type { Subscription } from "../account/account";
import { parseResourceId } from "../azure/resourceId";
import { removeSteps, type PlanStep, type Subject, type Action, type Plan } from "../services/plan";
import type { Answers } from "../services/question";
import { allRequired, isRefusal } from "../services/service";
import { assertIntent } from "../services/softDeleteAction";
import { orderSteps, isCycle } from "./orderSteps";
import { DependencyFinder, type DependencyFinderOptions } from "./dependencyFinder";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import { liveKey } from "./liveTarget";
import { RecoveryTasks } from "./recoveryTasks";
import { ResourceGroups } from "./resourceGroups";
import { PermissionCheck, type Blocker } from "./permissionCheck";
import {
  choicesIn,
  type Blocked,
  type LiveChange,
  type Omitted,
  type PurgeProposal,
  type RecoverProposal,
} from "./proposals";
import {
  atSubscription,
  createResourceGroup,
  homeOf,
  resourceGroupStep,
  subjectOf,
} from "./planParts";

export interface PlannerOptions extends DependencyFinderOptions {
  /** The endpoint that plans are created for. */
  readonly endpoint: () => Promise<string>;
}

/** Creates plans, or explains why none is possible. Changes nothing in Azure. */
export class Planner {
  constructor(private readonly options: PlannerOptions) {}

  /**
   * Starts a planning, which caches Azure's answers for any number of plans. Use it for one
   * command.
   *
   * @param isForAnybody skips the person's permissions, for plans that aren't run here.
   */
  begin({ isForAnybody = false } = {}): Planning {
    const { connect } = this.options;
    return {
      permissions: new PermissionCheck(connect, isForAnybody),
      finder: new DependencyFinder(this.options),
      groups: new ResourceGroups(connect, this.options.items),
    };
  }

  /**
   * @param answers one for each question of the service, and for each dependency that only the
   *   person knows.
   * @throws ArmError when Azure can't be asked what the plan depends on.
   */
  async recover(
    item: InventoryItem,
    answers: Answers,
    planning: Planning = this.begin(),
    signal?: AbortSignal,
  ): Promise<RecoverProposal | Blocked> {
    const { resource, subscription } = item;
    const service = this.options.service(resource);
    const steps = service.recover(resource, { tenantId: subscription.homeTenantId, answers });
    if (isRefusal(steps)) {
      return { possible: false, item, reason: steps.refused };
    }
    // Checked before any request: an unsafe plan is a bug in a service's file.
    for (const step of steps) {
      assertIntent("recover", step);
    }
    const { permissions, finder, groups } = planning;
    const home = homeOf(service, item, answers);
    const gathered = new RecoveryTasks({
      finder,
      service: (of) => this.options.service(of.resource),
      groups,
      answers,
      signal,
    });
    const goal = await gathered.addGoal(item, steps, home);
    const followers = gathered.followers.map(({ key }) => key);
    const arranged = orderSteps(gathered.tasks, goal, followers);
    if (isCycle(arranged)) {
      return { possible: false, item, reason: arranged.cycle };
    }
    const allowed = await this.#allowed(gathered, arranged, permissions, signal);
    if ("why" in allowed) {
      return { possible: false, item, ...allowed.why };
    }
    return {
      possible: true,
      action: "recover",
      item,
      plan: await this.#plan("recover", subscription, subjectOf(item, service), allowed.steps),
      dependencies: gathered.dependencies,
      refused: gathered.refused,
      omitted: allowed.leftOut,
      choices: choicesIn(allowed.steps, gathered.followers),
      regionChoices: gathered.regionChoices,
      home,
    };
  }

  /**
   * Removes optional steps without permission; returns a blocker where a required step lacks it.
   */
  async #allowed(
    { rights: taken, tasks }: RecoveryTasks,
    arranged: readonly PlanStep[],
    permissionCheck: PermissionCheck,
    signal: AbortSignal | undefined,
  ): Promise<
    | { readonly steps: readonly PlanStep[]; readonly leftOut: readonly Omitted[] }
    | { readonly why: Blocker }
  > {
    const omitted: Omitted[] = [];
    const ids = new Set<string>();
    for (const { task, subscription, permissions, resourceGroup } of taken) {
      const own = arranged.filter(({ request }) =>
        tasks.get(task)?.steps.some((step) => step.request === request),
      );
      const requests = own.map(({ request }) => request);
      const why = await permissionCheck.blocker(
        subscription,
        permissions,
        resourceGroup,
        requests,
        signal,
      );
      if (why === undefined) {
        continue;
      }
      if (own.some(({ optional }) => optional !== true)) {
        return { why };
      }
      omitted.push({ name: tasks.get(task)?.name ?? "", reason: why.reason });
      for (const { id } of own) {
        ids.add(id);
      }
    }
    return { steps: removeSteps(arranged, ids), leftOut: omitted };
  }

  /** @throws ArmError when Azure can't be asked what the plan depends on. */
  async purge(
    item: InventoryItem,
    planning: Planning = this.begin(),
    signal?: AbortSignal,
  ): Promise<PurgeProposal | Blocked> {
    const { resource, subscription } = item;
    const service = this.options.service(resource);
    const steps = service.purge(resource);
    if (isRefusal(steps)) {
      return { possible: false, item, reason: steps.refused };
    }
    const permission = service.permissions.purge;
    const needed = permission === undefined ? [] : allRequired(permission);
    const { permissions, groups } = planning;
    const before = await this.#groupForPurge(item, steps, groups, signal);
    const requests = steps.map(({ request }) => request);
    const why =
      (before.length === 0
        ? undefined
        : await permissions.blocker(subscription, [createResourceGroup], undefined, [], signal)) ??
      (await permissions.blocker(
        subscription,
        before.length === 0 ? needed : atSubscription(needed),
        resource.resourceGroup,
        requests,
        signal,
      ));
    if (why !== undefined) {
      return { possible: false, item, ...why };
    }
    const subject = subjectOf(item, service);
    const plan = await this.#plan("purge", subscription, subject, [...before, ...steps]);
    const leavesBehind = service.leavesBehind?.(resource);
    return {
      possible: true,
      action: "purge",
      item,
      plan: leavesBehind === undefined ? plan : { ...plan, leavesBehind },
    };
  }

  /** A purge that recovers first needs the resource group too. */
  async #groupForPurge(
    { resource, subscription }: InventoryItem,
    steps: readonly PlanStep[],
    groups: ResourceGroups,
    signal: AbortSignal | undefined,
  ): Promise<readonly PlanStep[]> {
    const { resourceGroup, location } = resource;
    if (
      resourceGroup === undefined ||
      !steps.some(({ request }) => request.method === "PUT") ||
      (await groups.exists(subscription, resourceGroup, signal))
    ) {
      return [];
    }
    const { home } = await groups.placeFor(subscription, { resourceGroup, location }, {}, signal);
    return [resourceGroupStep(subscription.subscriptionId, home)];
  }

  /**
   * A plan for a live resource.
   * @returns the plan, or why the person can't do it, in one sentence.
   * @throws ArmError when Azure can't be asked what the plan depends on.
   */
  async change(change: LiveChange, signal?: AbortSignal): Promise<Plan | string> {
    const { action, subscription, serviceId, noun, name, id, steps, permission } = change;
    const group = parseResourceId(id)?.resourceGroup;
    const requests = steps.map(({ request }) => request);
    const why = await this.begin().permissions.blocker(
      subscription,
      allRequired(permission),
      group,
      requests,
      signal,
    );
    const { subscriptionId, name: subscriptionName } = subscription;
    const about = { serviceId, noun, name, subscriptionId, subscriptionName, originalId: id };
    const subject = { ...about, deletion: liveKey(id) };
    return why?.reason ?? this.#plan(action, subscription, subject, steps);
  }

  async #plan(
    action: Action,
    { accountId, tenantId }: Subscription,
    subject: Subject,
    steps: readonly PlanStep[],
  ): Promise<Plan> {
    for (const step of steps) {
      assertIntent(action, step);
    }
    const identity = { accountId, tenantId, endpoint: await this.options.endpoint() };
    return { action, subject, identity, steps };
  }
}

/** The cached answers of one planning. */
export interface Planning {
  readonly permissions: PermissionCheck;
  readonly finder: DependencyFinder;
  readonly groups: ResourceGroups;
}

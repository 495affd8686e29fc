import { listIfReadable } from "../azure/listIfReadable";
import * as l10n from "@vscode/l10n";
import type { Subscription } from "../account/account";
import type { ArmClient } from "../azure/armClient";
import { armPath, type ArmRequest } from "../azure/armRequest";
import { parseResourceId } from "../azure/resourceId";
import { forbids, locksRequest, readLock, type Lock } from "../azure/locks";
import { grants, readPermissions, type Permission } from "../azure/permissions";
import type { RequiredPermission } from "../services/service";
import { memoize } from "../base/memoize";

/** A permission that the person doesn't have. Plain data. */
export interface MissingAccess {
  readonly action: string;
  /** ARM id of the scope. */
  readonly scope: string;
  /** A built-in role that includes it. */
  readonly role: string;
}

/** Why the person can't do something. */
export interface Blocker {
  /** One sentence that says what is in the way and what to do. */
  readonly reason: string;
  /** Set for a missing permission. */
  readonly missing?: MissingAccess;
}

/**
 * Checks permissions and locks for one planning; each request is made once for all plans. What
 * can't be read doesn't block: Azure decides then.
 */
export class PermissionCheck {
  readonly #held = new Map<string, Promise<readonly Permission[] | undefined>>();
  readonly #locks = new Map<string, Promise<readonly Lock[] | undefined>>();

  /** @param isAnybody skips the person's permissions: for a plan that someone else may run. */
  constructor(
    private readonly connect: (subscription: Subscription) => Promise<ArmClient>,
    private readonly isAnybody = false,
  ) {}

  /**
   * The first blocker of some requests: a missing permission or a lock. {@link
   * RequiredPermission.follow} isn't checked, because a purge works without being followed.
   *
   * @param resourceGroup the scope of permissions that are checked at a group.
   */
  async blocker(
    subscription: Subscription,
    needed: readonly RequiredPermission[],
    resourceGroup: string | undefined,
    requests: readonly Pick<ArmRequest, "method" | "path">[],
    signal?: AbortSignal,
  ): Promise<Blocker | undefined> {
    if (this.isAnybody) {
      return undefined;
    }
    for (const permission of needed) {
      const group = permission.scope === "resourceGroup" ? resourceGroup : undefined;
      const held = await this.#permissions(subscription, group, signal);
      if (held !== undefined && !grants(held, permission.action)) {
        return missingRight(permission, subscription, group);
      }
    }
    const locks = await this.#locksOn(subscription, resourceGroup, signal);
    const lock = locks?.find((one) => requests.some((request) => forbids(one, request)));
    return lock === undefined ? undefined : { reason: lockSentence(lock) };
  }

  async #permissions(
    subscription: Subscription,
    group: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<readonly Permission[] | undefined> {
    const scope = scopeOf(subscription, group);
    return memoize(this.#held, keyOf(subscription, scope), async () =>
      readPermissions(await this.connect(subscription), scope, signal),
    );
  }

  /** The subscription's locks; only the group's where the others can't be read. */
  async #locksOn(
    subscription: Subscription,
    group: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<readonly Lock[] | undefined> {
    const read = (of: string | undefined): Promise<readonly Lock[] | undefined> =>
      memoize(this.#locks, keyOf(subscription, of ?? ""), async () =>
        listIfReadable(
          await this.connect(subscription),
          locksRequest(subscription.subscriptionId, of),
          readLock,
          signal,
        ),
      );
    return (await read(undefined)) ?? (group === undefined ? undefined : read(group));
  }
}

function scopeOf({ subscriptionId }: Subscription, group: string | undefined): string {
  return group === undefined
    ? armPath`/subscriptions/${subscriptionId}`
    : armPath`/subscriptions/${subscriptionId}/resourceGroups/${group}`;
}

function keyOf({ accountId, tenantId, subscriptionId }: Subscription, what: string): string {
  return `${accountId}|${tenantId}|${subscriptionId}|${what}`.toLowerCase();
}

function missingRight(
  { action, role }: RequiredPermission,
  subscription: Subscription,
  group: string | undefined,
): Blocker {
  const scope = `/subscriptions/${subscription.subscriptionId}${group === undefined ? "" : `/resourceGroups/${group}`}`;
  const place =
    group === undefined
      ? l10n.t('subscription "{0}"', subscription.name)
      : l10n.t('resource group "{0}"', group);
  return {
    reason: l10n.t(
      'You don\'t have the permission "{0}" at scope "{1}". The role "{2}", assigned at {3}, includes this permission.',
      action,
      scope,
      role,
      place,
    ),
    missing: { action, scope, role },
  };
}

function lockSentence({ name, level, scope }: Lock): string {
  return level === "ReadOnly"
    ? l10n.t(
        'The read-only lock "{0}" on {1} prevents this action. Remove the lock, try again, then restore the lock.',
        name,
        locked(scope),
      )
    : l10n.t(
        'The lock "{0}" on {1} prevents deletion. Remove the lock, try again, then restore the lock.',
        name,
        locked(scope),
      );
}

/** Short, because a notification shows one line. */
function locked(scope: string): string {
  const id = parseResourceId(scope);
  const resource = id?.resources.at(-1);
  if (resource !== undefined) {
    return `"${resource.name}"`;
  }
  return id?.resourceGroup === undefined
    ? l10n.t("the subscription")
    : l10n.t('resource group "{0}"', id.resourceGroup);
}

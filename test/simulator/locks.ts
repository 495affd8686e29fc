import { armError, type ArmResponse } from "./armResponse";
import type { JsonObject } from "./json";
import type { ManagementLock } from "./scenario";
import { same } from "./subscriptionState";

/** The management locks of one subscription, which come and go while it is in use. */
export class Locks {
  private readonly held: ManagementLock[];

  constructor(
    private readonly subscriptionId: string,
    held: readonly ManagementLock[],
  ) {
    this.held = [...held];
  }

  add(lock: ManagementLock): void {
    this.held.push(lock);
  }

  /** Takes away the lock of a name; told apart by its group where several have it. */
  remove(name: string, resourceGroup?: string): void {
    const index = this.held.findIndex(
      (lock) => same(lock.name, name) && sameGroup(lock.resourceGroup, resourceGroup),
    );
    if (index < 0) {
      throw new Error(`There is no lock ${name}`);
    }
    this.held.splice(index, 1);
  }

  /**
   * The locks "at, above or below" a scope, or with `atScope` those "at or above" it.
   * Source: https://learn.microsoft.com/powershell/module/az.resources/get-azresourcelock (AtScope)
   */
  seenFrom(resourceGroup: string | undefined, atScope: boolean): readonly JsonObject[] {
    return this.held
      .filter(
        (lock) =>
          lock.resourceGroup === undefined ||
          (resourceGroup === undefined ? !atScope : same(lock.resourceGroup, resourceGroup)),
      )
      .map((lock) => this.body(lock));
  }

  /**
   * The refusal of a request that a lock forbids. ReadOnly forbids what a Reader may not do,
   * CanNotDelete deletions; a lock of a group covers what is addressed below the group.
   * Source: https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
   */
  refusal(method: string, path: string, action: string | undefined): ArmResponse | undefined {
    const isDelete = method === "DELETE";
    if (!isDelete && !isWrite(method, action)) {
      return undefined;
    }
    const scopes = this.held
      .filter(({ level }) => isDelete || level === "ReadOnly")
      .map((lock) => this.scopeOf(lock))
      .filter((scope) => isAtOrBelow(path, scope));
    return scopes.length === 0
      ? undefined
      : scopeLocked(path, isDelete ? "delete" : "write", [...new Set(scopes)]);
  }

  private scopeOf({ resourceGroup }: ManagementLock): string {
    const subscription = `/subscriptions/${this.subscriptionId}`;
    return resourceGroup === undefined
      ? subscription
      : `${subscription}/resourceGroups/${resourceGroup}`;
  }

  /** Source: https://learn.microsoft.com/rest/api/resources/management-locks/list-at-subscription-level */
  private body(lock: ManagementLock): JsonObject {
    const { name, level, notes } = lock;
    return {
      id: `${this.scopeOf(lock)}/providers/Microsoft.Authorization/locks/${name}`,
      type: "Microsoft.Authorization/locks",
      name,
      properties: { level, ...(notes === undefined ? {} : { notes }) },
    };
  }
}

/** A POST is no write where it asks for the right to read, as checks of a name do. */
function isWrite(method: string, action: string | undefined): boolean {
  return (
    method === "PUT" || method === "PATCH" || (method === "POST" && !/\/read$/i.test(action ?? ""))
  );
}

function isAtOrBelow(path: string, scope: string): boolean {
  const [asked, locked] = [path.toLowerCase(), scope.toLowerCase()];
  return asked === locked || asked.startsWith(`${locked}/`);
}

function sameGroup(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined ? one === other : same(one, other);
}

/**
 * The sentence as quoted in https://learn.microsoft.com/azure/automation/troubleshoot/start-stop-vm
 * and, for deletions below a locked group, in https://github.com/Azure/apiops/issues/606
 */
function scopeLocked(
  path: string,
  what: "write" | "delete",
  locked: readonly string[],
): ArmResponse {
  return armError(
    409,
    "ScopeLocked",
    `The scope '${path}' cannot perform ${what} operation because following scope(s) are locked: '${locked.join(",")}'. Please remove the lock and try again.`,
  );
}

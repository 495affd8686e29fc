import type { JsonObject } from "../json";
import { hours } from "../retention";
import type { Seed } from "../service";

interface Told {
  /** Below the subscription, as in "resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st". */
  readonly path: string;
  /** As in "Microsoft.Storage/storageAccounts"; the log's spelling can differ from the path's. */
  readonly type: string;
  readonly hoursAgo: number;
  /** Whom the log names; whoever asks, when left out. */
  readonly by?: string;
}

/** An entry of the Activity Log: somebody made or changed something, with this body. */
export function written(told: Told & { readonly body: JsonObject }): Seed {
  return logged(told, "write", { requestbody: JSON.stringify(told.body) });
}

/** An entry of the Activity Log: somebody deleted something that nothing else tells of. */
export function deletedForGood(told: Told): Seed {
  return logged(told, "delete");
}

function logged(told: Told, what: "write" | "delete", properties?: JsonObject): Seed {
  return (subscription) => {
    subscription.activity.push({
      resourceId: `/subscriptions/${subscription.id}/${told.path}`,
      operation: `${told.type}/${what}`,
      at: subscription.time.now() - hours(told.hoursAgo),
      caller: told.by,
      ...(properties === undefined ? {} : { properties }),
    });
  };
}

import type { JsonObject } from "../json";
import { StateKey } from "../service";
import { same, type SubscriptionState } from "../subscriptionState";
import { DeletedItems } from "./deletedItems";
import type { Dropped } from "./restorableDropped";

export interface LiveDatabase {
  readonly name: string;
  readonly tags: JsonObject;
  /** Undefined below managed instances, whose databases have none. */
  readonly sku: JsonObject | undefined;
  readonly redundancy: string;
  readonly createdAt: number;
  /** A database that is being restored shows from the start, with another status. */
  readonly onlineAt: number;
}

export interface DroppedDatabase extends Dropped {
  readonly sku?: JsonObject;
  readonly tags?: JsonObject;
  readonly redundancy?: string;
  /** As Microsoft's example has the id of one of a server. */
  readonly idWithoutTicks?: true;
}

/** A server or a managed instance. */
export interface SqlParent {
  readonly type: "servers" | "managedInstances";
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  /** How long a server is kept after its deletion; 0 is not at all. */
  retentionDays?: number;
  /** A server that is being restored answers 404 until then. */
  readonly thereAt: number;
  readonly databases: LiveDatabase[];
  readonly dropped: DroppedDatabase[];
}

/** What a subscription has of Microsoft.Sql. */
export class SqlState {
  readonly parents: SqlParent[] = [];
  readonly deletedServers = new DeletedItems<SqlParent>();

  parent(
    type: SqlParent["type"],
    resourceGroup: string,
    name: string,
    now: number,
  ): SqlParent | undefined {
    return this.there(type, now).find(
      (parent) => same(parent.resourceGroup, resourceGroup) && same(parent.name, name),
    );
  }

  there(type: SqlParent["type"], now: number): readonly SqlParent[] {
    return this.parents.filter((parent) => parent.type === type && parent.thereAt <= now);
  }
}

const key = new StateKey(() => new SqlState());

/** What the subscription has of Microsoft.Sql. */
export function sqlOf(subscription: SubscriptionState): SqlState {
  return subscription.of(key);
}

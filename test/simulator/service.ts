import type { JsonObject } from "./json";
import type { Route } from "./route";
import type { SubscriptionState } from "./subscriptionState";

/**
 * An Azure service as this Azure has it: one file in `services/`, found there by its being there.
 * It is written from the documented facts and knows nothing of the code under test.
 */
export interface SimulatedService {
  /** As in "Microsoft.AppConfiguration"; several services may share one. */
  readonly namespace: string;
  /** What the provider's metadata lists: resource types, each with its api-versions, newest first. */
  readonly resourceTypes: Readonly<Record<string, readonly string[]>>;
  readonly routes: readonly Route[];
  /** The rows Resource Graph has of it, by the table they are in. */
  readonly graph?: Readonly<
    Partial<Record<GraphTable, (subscription: SubscriptionState) => readonly GraphRow[]>>
  >;
  /** What of it was deleted, and written where that is of interest, as the Activity Log has it. */
  deletions?(subscription: SubscriptionState): readonly ActivityEvent[];
  /** What there is of it in the scenario "everyService": something of each awkward kind. */
  readonly example: Seed;
  /** Its part of the state that other processes may look at. */
  snapshot?(subscription: SubscriptionState): JsonObject;
}

/** Puts something into a subscription as it begins. */
export type Seed = (subscription: SubscriptionState) => void;

export type GraphTable = "resources" | "recoveryservicesresources";

/** A row of Resource Graph; it has more columns, which no service here sets. */
export interface GraphRow {
  readonly id: string;
  readonly name: string;
  /** Lower-case, as Resource Graph has it. */
  readonly type: string;
  readonly location: string;
  readonly resourceGroup: string;
  readonly tags?: JsonObject;
  readonly properties: JsonObject;
}

/** An operation that has succeeded. */
export interface ActivityEvent {
  readonly resourceId: string;
  /** As in "Microsoft.KeyVault/vaults/delete". */
  readonly operation: string;
  readonly at: number;
  /** Whoever asks, when left out. */
  readonly caller?: string | undefined;
  /** What the entries of one operation have in common; made up when left out. */
  readonly correlationId?: string;
  /** The event's own properties, such as the request's body. */
  readonly properties?: JsonObject;
}

/** Names a part of a subscription's state and makes it when it is first looked at. */
export class StateKey<Part> {
  constructor(readonly make: () => Part) {}
}

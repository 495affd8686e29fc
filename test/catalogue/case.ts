import type * as fc from "fast-check";
import type { ArmRequest } from "../../src/azure/armRequest";
import type { Permission } from "../../src/azure/permissions";
import type { JsonObject } from "../../src/base/json";
import type { DeletedResource } from "../../src/services/deletedResource";
import type { Answers } from "../../src/services/question";
import type { SoftDeleteService } from "../../src/services/service";
import type { Origin } from "../../src/services/source";
import type { ApiVersions } from "../contract/apiVersions";
import type { SimulatorState } from "../simulator/state";
import type { SubscriptionState } from "../simulator/subscriptionState";

/**
 * All that the tests know of one service: a file in this folder, found there by its being there.
 * Unit, contract and end-to-end tests go through every case; what is particular to a service is in
 * its `checks`.
 */
export interface CatalogueCase {
  readonly service: SoftDeleteService;
  /** Items as they are published, each with what is to be read from it; at least one. */
  readonly examples: readonly Example[];
  /** Items in every official shape there is of dates, ids and regions. */
  readonly shapes: fc.Arbitrary<Shape>;
  /** Properties of the first example's item without which it is malformed, as paths. */
  readonly required: readonly (readonly string[])[];
  /** What the first example's plans are to send, written out in full. */
  readonly plans: ExpectedPlans;
  /**
   * Its deleted resources keep their names to themselves, or its requests say that they recover and
   * are refused by what is live: it is enough that the deletion is still there.
   */
  readonly recoversByName?: true;
  /** The api-versions in use, and the published files they can be held against. */
  readonly contract: readonly ApiVersions[];
  /**
   * The built-in roles that only this service names, with what Microsoft publishes of them for it.
   * Source: learn.microsoft.com/azure/role-based-access-control/built-in-roles
   */
  readonly roles?: Readonly<Record<string, Permission>>;
  /** What else the product sends for the service, beside its lists and these two plans. */
  readonly others?: () => readonly ArmRequest[];
  /** Operations that no published file has, as patterns of "METHOD path"; each with its source. */
  readonly unpublished?: readonly (readonly [pattern: RegExp, source: string])[];
  /** Properties of bodies that the file is too old to have, as "/properties/restore". */
  readonly newer?: readonly (readonly [property: string, source: string])[];
  /** What the file is wrong about, since Azure wants it otherwise, as "CODE: message (property)". */
  readonly disputed?: readonly (readonly [finding: RegExp, source: string])[];
  /** Requests to the simulator in the scenario "everyService", held against the published files. */
  readonly exchanges: readonly Exchange[];
  /** What a person does with it in the window, in the scenario "everyService". */
  readonly window: InTheWindow;
  /** Registers the tests that only this service has. */
  checks?(): void;
}

export interface Example {
  /** Where it is published. */
  readonly from: string;
  /** Which of the service's sources it comes from; the first when left out. */
  readonly source?: number;
  readonly item: JsonObject;
  readonly origin?: Partial<Origin>;
  readonly read: Partial<DeletedResource>;
}

/** An item and what is to be read from it. */
export interface Shape {
  /** Which of the service's sources it comes from; the first when left out. */
  readonly source?: number;
  readonly item: JsonObject;
  readonly origin?: Partial<Origin>;
  readonly read: Partial<DeletedResource>;
}

export interface ExpectedPlans {
  readonly list: readonly string[];
  readonly answers?: Answers;
  /** Requests as "PUT /path?api-version=... {body}", or what the refusal says. */
  readonly recover: readonly string[] | RegExp;
  readonly purge: readonly string[] | RegExp;
  /**
   * What stands for the requests of each plan, written out as Microsoft documents it: the only
   * commands that are run, with the values of the first example; "az rest" and "Invoke-AzRestMethod"
   * where there is none.
   */
  readonly commands?: Readonly<Partial<Record<"recover" | "purge", ExpectedCommands>>>;
}

export type ExpectedCommands = readonly [azureCli: RegExp, powershell: RegExp];

/**
 * A request to the simulator, and the status that shows that it was answered in the way that is
 * meant to be checked. The path begins after "/subscriptions/{subscription}".
 */
export type Exchange = readonly [method: string, url: string, status: number, body?: unknown];

export interface InTheWindow {
  /** The row's label. */
  readonly row: string;
  /** What stands beside it. */
  readonly description: RegExp;
  readonly recover: WindowRecovery | WindowRefusal;
  readonly purge: WindowPurge | WindowRefusal;
}

export interface WindowRecovery {
  /** What is typed or picked, in the order of the questions. */
  readonly answers?: readonly ({ readonly type: string } | { readonly pick: string })[];
  /** Whether a list of what can be made again comes first, and is accepted as it is. */
  readonly offers?: true;
  /** Must be in the question before it is sent. */
  readonly asks: RegExp;
  /** Whether the row is still there afterwards, because a copy was made. */
  readonly stays?: true;
  /** Whether the subscription then has what it should. */
  isBack(subscription: SubscriptionState, state: SimulatorState): boolean;
}

export interface WindowPurge {
  /** Must be on the Confirm Purge page. */
  readonly says: RegExp;
  /** Whether nothing is left of it. */
  isGone(subscription: SubscriptionState, state: SimulatorState): boolean;
}

/** The menu does not have it, and the hover says why. */
export interface WindowRefusal {
  readonly refused: RegExp;
}

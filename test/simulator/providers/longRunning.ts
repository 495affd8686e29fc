import { armError, ok, type ArmResponse } from "../armResponse";
import type { Operation } from "../operations";
import type { Json } from "../json";
import { parameter, type SubscriptionContext, type SubscriptionRoute } from "../route";

/**
 * How an operation's progress is told: an Azure-AsyncOperation address answers 200 with a status
 * in the body, a Location address 202 without a body until it is over.
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
 */
type ProgressHeader = "azure-asyncoperation" | "Location";

interface Work {
  readonly namespace: string;
  readonly location: string;
  /** How long it takes the service. */
  readonly seconds: number;
  /** How often the service wants to be asked, where it says so. */
  readonly pollSeconds: number;
  readonly header: ProgressHeader;
  /**
   * The path its progress is read at, where that is not the provider's
   * "locations/{location}/operationResults/{operationId}".
   */
  readonly at?: (operationId: string) => string;
  /** The path that a Location header names beside an Azure-AsyncOperation. */
  readonly locationAt?: (operationId: string) => string;
  /** The words for its status while it is under way, in order; "InProgress" when left out. */
  readonly words?: readonly string[];
  /** The few services that say when to ask again. */
  readonly saysRetryAfter?: true;
}

/** An operation that has begun. */
interface Started {
  /** The instant of completion, for effects that do not wait for an operation that is held. */
  readonly doneAt: number;
  /** Where to ask, and how often. */
  readonly headers: Readonly<Record<string, string>>;
  /** Says what it does, by when it is done: told at once, and anew when it is held or released. */
  readonly whenDone: (effect: (doneAt: number) => void) => void;
}

/** Starts an operation. */
export function startOperation(context: SubscriptionContext, work: Work): Started {
  const { state, subscription } = context;
  const doneAt = state.time.after(work.seconds);
  const { namespace, location } = work;
  const operation = state.operations.start({
    subscriptionId: subscription.id,
    namespace,
    location,
    doneAt,
    path: work.at,
    startedBy: context.path,
    words: work.words ?? ["InProgress"],
    saysRetryAfter: work.saysRetryAfter === true,
  });
  return {
    doneAt,
    headers: {
      [work.header]: address(context, operation),
      ...(work.locationAt === undefined
        ? {}
        : { Location: addressOf(context, work.locationAt(operation.id)) }),
      ...retryAfter(context, operation, work.pollSeconds),
    },
    whenDone: (effect) => {
      state.operations.whenDone(operation, effect);
    },
  };
}

/** Few recorded answers say when to ask again; a test that has no time to lose has all of them say. */
function retryAfter(
  { state }: SubscriptionContext,
  { saysRetryAfter }: Operation,
  seconds: number,
): Readonly<Record<string, string>> {
  return saysRetryAfter || state.alwaysSaysRetryAfter
    ? { "Retry-After": state.time.retryAfter(seconds) }
    : {};
}

/**
 * The polling endpoint of a provider, with the permission of its own that it asks for.
 *
 * @param elsewhere where it is not the provider's "locations/{location}/operationResults".
 */
export function operationResultsRoute(
  namespace: string,
  header: ProgressHeader,
  pollSeconds: number,
  elsewhere?: { readonly template: string; readonly resourceType: string; readonly action: string },
): SubscriptionRoute {
  const template =
    elsewhere?.template ??
    `/subscriptions/{subscriptionId}/providers/${namespace}/locations/{location}/operationResults/{operationId}`;
  return {
    level: "subscription",
    method: "GET",
    template,
    namespace,
    resourceType: elsewhere?.resourceType ?? "locations/operationResults",
    action: elsewhere?.action ?? `${namespace}/locations/operationResults/read`,
    scope: template,
    handle: (context) => progress(context, header, pollSeconds),
  };
}

function progress(
  context: SubscriptionContext,
  header: ProgressHeader,
  pollSeconds: number,
): ArmResponse {
  const id = parameter(context, "operationId");
  const { operations, time } = context.state;
  const operation = operations.find(id);
  if (operation?.subscriptionId !== context.subscription.id) {
    return armError(404, "NotFound", `The operation '${id}' was not found.`);
  }
  if (operations.isPollLost()) {
    // As in the middle of a restore in Azure/azure-cli, test_sql_managed_instance_logreplay.yaml.
    return armError(
      502,
      "BadGatewayConnection",
      `The network connectivity issue encountered for '${operation.namespace}'; cannot fulfill the request.`,
    );
  }
  const done = operation.doneAt <= time.now();
  const retry = retryAfter(context, operation, pollSeconds);
  if (header === "Location") {
    const headers = { Location: address(context, operation), ...retry };
    return done ? { status: 200 } : { status: 202, headers, ...bodyOf(context, operation) };
  }
  const body = { id: context.path, name: operation.id };
  return done
    ? ok({ ...body, status: "Succeeded" })
    : { status: 200, headers: retry, body: { ...body, status: operations.nextWord(operation) } };
}

/** Key vaults tell the status where a Location is polled, too; the others answer without a body. */
function bodyOf({ state }: SubscriptionContext, operation: Operation): { readonly body?: Json } {
  return operation.words.includes("NotStarted")
    ? { body: { status: state.operations.nextWord(operation) } }
    : {};
}

function address(context: SubscriptionContext, operation: Operation): string {
  return addressOf(
    context,
    operation.path?.(operation.id) ??
      `/subscriptions/${operation.subscriptionId}/providers/${operation.namespace}/locations/${operation.location}/operationResults/${operation.id}`,
  );
}

/**
 * Since 2024 addresses have a certificate and a signature in them, which makes them 4 kB long.
 * Source: the recordings of Azure/azure-cli, command_modules/cosmosdb and sql
 */
function addressOf({ armUrl, apiVersion, state }: SubscriptionContext, path: string): string {
  const signature = `t=${String(state.time.now())}&c=${"MIIHpTCCBo2gAwIBAgIT".repeat(180)}&s=${"Qx7f".repeat(86)}&h=${"v0Z".repeat(14)}`;
  return `${armUrl}${path}?api-version=${apiVersion}&${signature}`;
}

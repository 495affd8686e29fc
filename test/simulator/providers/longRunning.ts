import { armError, ok, type ArmResponse } from "../armResponse";
import type { Operation } from "../operations";
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
  /** How often the service wants to be asked. */
  readonly pollSeconds: number;
  readonly header: ProgressHeader;
  /**
   * The path its progress is read at, where that is not the provider's
   * "locations/{location}/operationResults/{operationId}".
   */
  readonly at?: (operationId: string) => string;
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
  });
  return {
    doneAt,
    headers: {
      [work.header]: address(context, operation),
      "Retry-After": state.time.retryAfter(work.pollSeconds),
    },
    whenDone: (effect) => {
      state.operations.whenDone(operation, effect);
    },
  };
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
  const operation = context.state.operations.find(id);
  if (operation?.subscriptionId !== context.subscription.id) {
    return armError(404, "NotFound", `The operation '${id}' was not found.`);
  }
  const done = operation.doneAt <= context.state.time.now();
  const retry = { "Retry-After": context.state.time.retryAfter(pollSeconds) };
  if (header === "Location") {
    return done
      ? { status: operation.finalStatus }
      : { status: 202, headers: { Location: address(context, operation), ...retry } };
  }
  const body = { id: context.path, name: operation.id };
  return done
    ? ok({ ...body, status: "Succeeded" })
    : { status: 200, headers: retry, body: { ...body, status: "InProgress" } };
}

function address(context: SubscriptionContext, operation: Operation): string {
  const { armUrl, apiVersion } = context;
  const path =
    operation.path?.(operation.id) ??
    `/subscriptions/${operation.subscriptionId}/providers/${operation.namespace}/locations/${operation.location}/operationResults/${operation.id}`;
  return `${armUrl}${path}?api-version=${apiVersion}`;
}

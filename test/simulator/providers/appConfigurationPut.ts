import { armError, invalidResourceLocation, ok, type ArmResponse } from "../armResponse";
import { definitionIn } from "../definition";
import { jsonAt, textAt, textsAt, type JsonObject } from "../json";
import { parameter, type SubscriptionContext } from "../route";
import { same, sameLocation } from "../subscriptionState";
import {
  deletedStore,
  holdsName,
  liveStore,
  liveStoreBody,
  storesOf,
  type LiveStore,
  type Store,
} from "./appConfigurationBodies";
import { startOperation } from "./longRunning";

const namespace = "Microsoft.AppConfiguration";

/** Where the progress of a store's creation is read. */
export function storeOperationPath(
  subscriptionId: string,
  location: string,
  operationId: string,
): string {
  return `/subscriptions/${subscriptionId}/providers/${namespace}/locations/${location}/operationsStatus/${operationId}`;
}

/** Makes, changes or recovers a store; a sku is demanded whatever the mode. */
export function putStore(context: SubscriptionContext): ArmResponse {
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  const sku = textAt(body, "sku", "name");
  if (sku === undefined || !/^(free|developer|standard|premium)$/i.test(sku)) {
    return invalidArgument("sku");
  }
  switch (textAt(body, "properties", "createMode")) {
    case "Recover":
      return recover(context, location);
    case undefined:
    case "Default":
      return createOrUpdate(context, body, { location, sku });
    default:
      return invalidArgument("createMode");
  }
}

function invalidArgument(name: string): ArmResponse {
  return armError(400, "InvalidArgument", `The value of '${name}' is invalid.`);
}

/** It comes back as it was to where it was; what else the body says is ignored. */
function recover(context: SubscriptionContext, location: string): ArmResponse {
  const { subscription } = context;
  const name = parameter(context, "name");
  const found = deletedStore(subscription, name);
  if (
    found === undefined ||
    found.purgedAt !== undefined ||
    !same(found.resource.resourceGroup, parameter(context, "resourceGroup")) ||
    !sameLocation(found.resource.location, location)
  ) {
    return armError(404, "NotFound", `The deleted configuration store '${name}' was not found.`);
  }
  storesOf(subscription).deleted.remove(found);
  return create(context, found.resource);
}

function createOrUpdate(
  context: SubscriptionContext,
  body: JsonObject,
  wanted: Pick<Store, "location" | "sku">,
): ArmResponse {
  const { state, subscription } = context;
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "name");
  const described = { sku: wanted.sku, tags: textsAt(body, "tags") };
  const live = liveStore(subscription, group, name);
  if (live !== undefined) {
    if (!sameLocation(live.store.location, wanted.location)) {
      return invalidResourceLocation(name, group, live.store.location, wanted.location);
    }
    live.store = { ...live.store, ...described };
    return ok(liveStoreBody(subscription, live));
  }
  if (state.subscriptions.some((known) => holdsName(known, name))) {
    // Quoted in https://github.com/Azure/azure-cli/issues/22714
    return armError(409, "NameUnavailable", "The specified name is already in use.");
  }
  const retention = jsonAt(body, "properties", "softDeleteRetentionInDays");
  return create(context, {
    ...described,
    name,
    resourceGroup: subscription.resourceGroup(group)?.name ?? group,
    location: wanted.location,
    purgeProtected: jsonAt(body, "properties", "enablePurgeProtection") === true,
    ...(typeof retention === "number" ? { retentionDays: retention } : {}),
  });
}

function create(context: SubscriptionContext, store: Store): ArmResponse {
  const { state, subscription } = context;
  const { doneAt, headers, whenDone } = startOperation(context, {
    namespace,
    location: store.location,
    seconds: 20,
    pollSeconds: 5,
    header: "azure-asyncoperation",
    at: (id) => storeOperationPath(subscription.id, store.location, id),
  });
  const made: LiveStore = { store, createdAt: state.time.now(), readyAt: doneAt };
  whenDone((readyAt) => {
    made.readyAt = readyAt;
  });
  storesOf(subscription).live.push(made);
  return { status: 201, headers, body: liveStoreBody(subscription, made) };
}

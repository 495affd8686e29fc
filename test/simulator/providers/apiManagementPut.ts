import { armError, invalidResourceLocation, ok, type ArmResponse } from "../armResponse";
import { definitionIn } from "../definition";
import { jsonAt, textAt, textsAt, type JsonObject } from "../json";
import { parameter, type SubscriptionContext } from "../route";
import { same, sameLocation } from "../subscriptionState";
import {
  apimsOf,
  deletedApim,
  liveApim,
  liveApimBody,
  type Apim,
  type LiveApim,
} from "./apiManagementBodies";
import { startOperation } from "./longRunning";

const namespace = "Microsoft.ApiManagement";

/** Makes, changes or recovers a service; what the schema requires is demanded in any case. */
export function putApim(context: SubscriptionContext): ArmResponse {
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  const missing = missingProperty(body);
  if (missing !== undefined) {
    return armError(400, "ValidationError", `'${missing}' must not be empty.`);
  }
  return jsonAt(body, "properties", "restore") === true
    ? recover(context, location)
    : createOrUpdate(context, body, location);
}

function missingProperty(body: JsonObject): string | undefined {
  if (textAt(body, "sku", "name") === undefined) {
    return "sku.name";
  }
  if (typeof jsonAt(body, "sku", "capacity") !== "number") {
    return "sku.capacity";
  }
  return ["publisherEmail", "publisherName"].find(
    (name) => textAt(body, "properties", name) === undefined,
  );
}

/** It comes back as it was to where it was; what else the body says is ignored. */
function recover(context: SubscriptionContext, location: string): ArmResponse {
  const { state, subscription } = context;
  const name = parameter(context, "serviceName");
  const found = deletedApim(subscription, name);
  if (
    found === undefined ||
    !same(found.resource.resourceGroup, parameter(context, "resourceGroup")) ||
    !sameLocation(found.resource.region, location)
  ) {
    return armError(400, "BadRequest", `Api service ${name} is not soft-deleted.`);
  }
  // https://github.com/Azure/azure-rest-api-specs/issues/25262
  if (found.resource.settledAt > state.time.now()) {
    return armError(
      400,
      "BadRequest",
      `Api service ${name} cannot be restored yet. Please try again later.`,
    );
  }
  if (found.purgedAt !== undefined) {
    return transitioning(name);
  }
  apimsOf(subscription).deleted.remove(found);
  return activate(context, found.resource);
}

/** Two operations on one service at the same time. */
export function transitioning(name: string): ArmResponse {
  return armError(
    409,
    "ServiceLocked",
    `The API Service ${name} is transitioning at this time. Please try the request again later.`,
  );
}

function createOrUpdate(
  context: SubscriptionContext,
  body: JsonObject,
  location: string,
): ArmResponse {
  const { state, subscription } = context;
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "serviceName");
  const described = {
    sku: textAt(body, "sku", "name") ?? "",
    publisherEmail: textAt(body, "properties", "publisherEmail") ?? "",
    publisherName: textAt(body, "properties", "publisherName") ?? "",
    tags: textsAt(body, "tags"),
  };
  const live = liveApim(subscription, group, name);
  if (live !== undefined) {
    if (!sameLocation(live.apim.region, location)) {
      return invalidResourceLocation(name, group, live.apim.locationAs, location);
    }
    live.apim = { ...live.apim, ...described };
    return ok(liveApimBody(subscription, live));
  }
  if (state.subscriptions.some((known) => deletedApim(known, name) !== undefined)) {
    // Quoted in https://github.com/hashicorp/terraform-provider-azurerm/issues/11580
    return armError(
      409,
      "ServiceAlreadyExistsInSoftDeletedState",
      `Api service ${name} was soft-deleted. In order to create the new service with the same name, you have to either undelete the service or purge it. See https://aka.ms/apimsoftdelete.`,
    );
  }
  const isTaken = state.subscriptions.some((known) =>
    apimsOf(known).live.some(({ apim }) => same(apim.name, name)),
  );
  if (isTaken) {
    return armError(409, "ServiceAlreadyExists", `Api service already exists: ${name}`);
  }
  return activate(context, {
    ...described,
    name,
    resourceGroup: subscription.resourceGroup(group)?.name ?? group,
    region: location.replace(/\s/g, "").toLowerCase(),
    locationAs: location,
  });
}

/** Both headers name the same address. */
function activate(context: SubscriptionContext, apim: Apim): ArmResponse {
  const { state, subscription } = context;
  const { name, resourceGroup, region } = apim;
  const header = "azure-asyncoperation";
  const { doneAt, headers, whenDone } = startOperation(context, {
    namespace,
    location: region,
    seconds: 60,
    pollSeconds: 20,
    header,
    at: (id) => activationPath(subscription.id, resourceGroup, name, id),
  });
  const made: LiveApim = { apim, createdAt: state.time.now(), readyAt: doneAt };
  whenDone((readyAt) => {
    made.readyAt = readyAt;
  });
  apimsOf(subscription).live.push(made);
  return {
    status: 201,
    headers: { ...headers, Location: headers[header] ?? "" },
    body: liveApimBody(subscription, made),
  };
}

/** Where the progress of a service's activation is read. */
export function activationPath(
  subscriptionId: string,
  resourceGroup: string,
  name: string,
  operationId: string,
): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${namespace}/service/${name}/operationresults/${operationId}`;
}

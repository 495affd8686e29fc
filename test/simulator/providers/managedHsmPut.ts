import { armError, invalidResourceLocation, ok, type ArmResponse } from "../armResponse";
import { definitionIn } from "../definition";
import { jsonAt, textAt, textsAt, type JsonObject } from "../json";
import { parameter, type SubscriptionContext } from "../route";
import { same, sameLocation } from "../subscriptionState";
import { startOperation } from "./longRunning";
import {
  deletedHsm,
  hsmsOf,
  liveHsm,
  liveHsmBody,
  type Hsm,
  type LiveHsm,
} from "./managedHsmBodies";

const namespace = "Microsoft.KeyVault";

/** Where the progress of an operation on HSMs is read, below their location. */
export function hsmOperationPath(
  subscriptionId: string,
  location: string,
  operationId: string,
): string {
  return `/subscriptions/${subscriptionId}/providers/${namespace}/locations/${location}/managedHsmOperationResults/${operationId}`;
}

/** Two operations on one HSM at the same time. */
export function hsmChanged(name: string): ArmResponse {
  return armError(
    409,
    "Conflict",
    `The managed HSM '${name}' has another operation in progress. Try again later.`,
  );
}

/** Makes, changes or recovers an HSM. */
export function putHsm(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  if (!same(textAt(body, "properties", "tenantId") ?? "", subscription.tenantId)) {
    return invalidValue("tenantId");
  }
  const isSku =
    textAt(body, "sku", "family") === "B" &&
    /^(Standard_B1|Custom_B32|Custom_B6)$/.test(textAt(body, "sku", "name") ?? "");
  if (!isSku) {
    return invalidValue("sku");
  }
  // Case-sensitive, unlike that of vaults and against its own schema
  // (https://github.com/Azure/azure-cli, keyvault/custom.py, recover_vault_or_hsm).
  switch (textAt(body, "properties", "createMode")) {
    case "Recover":
      return recover(context, location);
    case undefined:
    case "Default":
      return createOrUpdate(context, body, location);
    default:
      return invalidValue("createMode");
  }
}

function invalidValue(name: string): ArmResponse {
  return armError(400, "BadRequest", `An invalid value was provided for '${name}'.`);
}

/** It comes back as it was to where it was; what else the body says is ignored. */
function recover(context: SubscriptionContext, location: string): ArmResponse {
  const { subscription } = context;
  const name = parameter(context, "name");
  const found = deletedHsm(subscription, name);
  if (
    found === undefined ||
    !same(found.resource.resourceGroup, parameter(context, "resourceGroup")) ||
    !sameLocation(found.resource.location, location)
  ) {
    return armError(
      400,
      "BadRequest",
      `A soft deleted managed HSM with the name '${name}' does not exist.`,
    );
  }
  if (found.purgedAt !== undefined) {
    return hsmChanged(name);
  }
  hsmsOf(subscription).deleted.remove(found);
  return provision(context, found.resource);
}

function createOrUpdate(
  context: SubscriptionContext,
  body: JsonObject,
  location: string,
): ArmResponse {
  const { state, subscription } = context;
  const resourceGroup = parameter(context, "resourceGroup");
  const name = parameter(context, "name");
  const live = liveHsm(subscription, resourceGroup, name);
  if (live !== undefined && !sameLocation(live.hsm.location, location)) {
    return invalidResourceLocation(name, resourceGroup, live.hsm.location, location);
  }
  if (live !== undefined) {
    live.hsm = { ...live.hsm, tags: textsAt(body, "tags") };
    return ok(liveHsmBody(subscription, live));
  }
  const isTaken = state.subscriptions.some(
    (known) =>
      deletedHsm(known, name) !== undefined ||
      hsmsOf(known).live.some(({ hsm }) => same(hsm.name, name)),
  );
  if (isTaken) {
    return armError(
      409,
      "ConflictError",
      `The managed HSM name '${name}' is in use, or a managed HSM of this name exists in deleted state.`,
    );
  }
  return provision(context, {
    name,
    resourceGroup: subscription.resourceGroup(resourceGroup)?.name ?? resourceGroup,
    location,
    tags: textsAt(body, "tags"),
    purgeProtected: jsonAt(body, "properties", "enablePurgeProtection") === true,
  });
}

function provision(context: SubscriptionContext, hsm: Hsm): ArmResponse {
  const { subscription } = context;
  const { doneAt, headers, whenDone } = startOperation(context, {
    namespace,
    location: hsm.location,
    seconds: 30,
    pollSeconds: 15,
    header: "Location",
    at: (id) => hsmOperationPath(subscription.id, hsm.location, id),
  });
  const made: LiveHsm = { hsm, readyAt: doneAt };
  whenDone((readyAt) => {
    made.readyAt = readyAt;
  });
  hsmsOf(subscription).live.push(made);
  return { status: 202, headers, body: liveHsmBody(subscription, made) };
}

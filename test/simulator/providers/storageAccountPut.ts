import { armError, invalidResourceLocation, ok, type ArmResponse } from "../armResponse";
import { definitionIn } from "../definition";
import { isJsonObject, jsonAt, textAt, textsAt, type JsonObject } from "../json";
import { parameter, type SubscriptionContext } from "../route";
import { same, sameLocation } from "../subscriptionState";
import { writeEvent } from "./activity";
import { isLiveVaultAt } from "./liveResources";
import { startOperation } from "./longRunning";
import {
  deletedStorageAccounts,
  liveStorageAccount,
  liveStorageBody,
  sevenDecimals,
  storageAccountId,
  storageAccountsOf,
  storageType,
  type LiveStorageAccount,
  type StorageAccount,
} from "./storageAccounts";

const namespace = "Microsoft.Storage";

/**
 * Where the progress of an operation on accounts is read.
 * Source: https://github.com/Azure/azure-rest-api-specs/issues/19785
 */
export function storageOperationPath(
  subscriptionId: string,
  location: string,
  operationId: string,
): string {
  return `/subscriptions/${subscriptionId}/providers/${namespace}/locations/${location}/asyncoperations/${operationId}`;
}

/** Makes or changes an account, or recovers one by the time it was created. */
export function putStorageAccount(context: SubscriptionContext): ArmResponse {
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  const creationTime = textAt(body, "properties", "deletedAccountCreationTime");
  return creationTime === undefined
    ? createOrUpdate(context, body, location)
    : recover(context, location, creationTime);
}

/**
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-storage-account-name
 */
function alreadyTaken(name: string): ArmResponse {
  return armError(
    409,
    "StorageAccountAlreadyTaken",
    `The storage account named ${name} is already taken.`,
  );
}

function isInUse({ state }: SubscriptionContext, name: string): boolean {
  return state.subscriptions.some((known) =>
    storageAccountsOf(known).live.some(({ account }) => same(account.name, name)),
  );
}

/** Nothing of this is documented but that it takes the name, which must not be in use again. */
function recover(
  context: SubscriptionContext,
  location: string,
  creationTime: string,
): ArmResponse {
  const { subscription } = context;
  const name = parameter(context, "name");
  if (isInUse(context, name)) {
    return alreadyTaken(name);
  }
  const found = deletedStorageAccounts(subscription).find(
    ({ resource }) =>
      same(resource.name, name) &&
      same(resource.resourceGroup, parameter(context, "resourceGroup")) &&
      sameLocation(resource.location, location) &&
      resource.creationTime === creationTime,
  );
  if (found === undefined) {
    return armError(
      409,
      "DeletedAccountNotFound",
      `No deleted storage account '${name}' with the creation time '${creationTime}' was found in '${location}'.`,
    );
  }
  const missing = missingVault(context, found.resource);
  if (missing !== undefined) {
    return missing;
  }
  storageAccountsOf(subscription).deleted.remove(found);
  return provision(context, found.resource);
}

/**
 * "If the deleted storage account used customer-managed keys and the key vault has also been
 * deleted, then you must restore the key vault before you restore the storage account."
 * Source: https://learn.microsoft.com/azure/storage/common/storage-account-recover
 */
function missingVault(
  { state }: SubscriptionContext,
  { encryption }: StorageAccount,
): ArmResponse | undefined {
  const uri = textAt(encryption, "keyvaultproperties", "keyvaulturi");
  return uri === undefined || isLiveVaultAt(state, uri)
    ? undefined
    : armError(
        400,
        "BadRequest",
        `The key vault '${uri}' used to encrypt the storage account could not be found.`,
      );
}

function createOrUpdate(
  context: SubscriptionContext,
  body: JsonObject,
  location: string,
): ArmResponse {
  const { subscription } = context;
  const resourceGroup = parameter(context, "resourceGroup");
  const name = parameter(context, "name");
  const live = liveStorageAccount(subscription, resourceGroup, name);
  if (live !== undefined && !sameLocation(live.account.location, location)) {
    return invalidResourceLocation(name, resourceGroup, live.account.location, location);
  }
  if (live !== undefined) {
    live.account = { ...live.account, tags: textsAt(body, "tags") };
    noteWrite(context, live.account);
    return ok(liveStorageBody(subscription.id, live));
  }
  if (textAt(body, "sku", "name") === undefined || textAt(body, "kind") === undefined) {
    return armError(
      400,
      "InvalidValuesForRequestParameters",
      "Values for request parameters are invalid: sku, kind.",
    );
  }
  if (!/^[a-z0-9]{3,24}$/.test(name)) {
    return armError(
      400,
      "AccountNameInvalid",
      `${name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.`,
    );
  }
  if (isInUse(context, name)) {
    return alreadyTaken(name);
  }
  const encryption = jsonAt(body, "properties", "encryption");
  return provision(context, {
    name,
    resourceGroup: subscription.resourceGroup(resourceGroup)?.name ?? resourceGroup,
    location,
    tags: textsAt(body, "tags"),
    creationTime: sevenDecimals(subscription.time.now()),
    ...(isJsonObject(encryption) ? { encryption } : {}),
  });
}

/** 202 without a body. */
function provision(context: SubscriptionContext, account: StorageAccount): ArmResponse {
  const { subscription } = context;
  const { doneAt, headers, whenDone } = startOperation(context, {
    namespace,
    location: account.location,
    seconds: 20,
    pollSeconds: 17,
    header: "Location",
    at: (id) => storageOperationPath(subscription.id, account.location, id),
  });
  const live: LiveStorageAccount = { account, visibleAt: doneAt };
  whenDone((visibleAt) => {
    live.visibleAt = visibleAt;
  });
  storageAccountsOf(subscription).live.push(live);
  noteWrite(context, account);
  return { status: 202, headers };
}

function noteWrite(context: SubscriptionContext, account: StorageAccount): void {
  const { activity, id } = context.subscription;
  activity.push(writeEvent(context, storageAccountId(id, account), `${storageType}/write`));
}

import { armError, invalidResourceLocation, ok, type ArmResponse } from "../armResponse";
import { definitionIn } from "../definition";
import { jsonAt, objectAt, textAt, textsAt, type Json, type JsonObject } from "../json";
import { parameter, type SubscriptionContext } from "../route";
import type { Account } from "../scenario";
import { same, sameLocation, type LiveAccount } from "../subscriptionState";
import { writeEvent } from "./activity";
import { accountId, accountType, liveAccountBody } from "./cognitiveBodies";
import { isLive, isLiveVaultAt } from "./liveResources";

/** "It may take a couple of minutes" until a restored account shows up in the list again. */
const reappearingSeconds = 120;

/** Makes, changes or restores an account. */
export function putAccount(context: SubscriptionContext): ArmResponse {
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  return jsonAt(body, "properties", "restore") === true
    ? restore(context, location)
    : createOrUpdate(context, body, location);
}

/** Another operation on the account is still going on. */
export function requestConflict(subscriptionId: string, account: Account): ArmResponse {
  return armError(
    409,
    "RequestConflict",
    `Cannot modify resource with id '${accountId(subscriptionId, account)}' because the resource entity provisioning state is not terminal. Please wait for the provisioning state to become terminal and then retry the request.`,
  );
}

/**
 * The error for a restore that finds nothing, as public troubleshooting notes quote it; its status
 * is nowhere published. An account is looked for where the body says it was. It is there at once, in
 * 5 of 5 recordings of Azure/azure-cli, command_modules/cognitiveservices.
 */
function restore(context: SubscriptionContext, location: string): ArmResponse {
  const { state, subscription } = context;
  const found = subscription.deletedAccount(
    parameter(context, "resourceGroup"),
    parameter(context, "accountName"),
  );
  if (found === undefined || !sameLocation(found.account.location, location)) {
    return armError(
      400,
      "CanNotRestoreANonExistingResource",
      "Could not locate a resource to restore.",
    );
  }
  if (found.purgedAt !== undefined) {
    return requestConflict(subscription.id, found.account);
  }
  const missing = missingDependency(context, found.account);
  if (missing !== undefined) {
    return missing;
  }
  subscription.releaseAccount(found);
  const restored: LiveAccount = {
    account: found.account,
    listedAt: state.time.after(reappearingSeconds),
    changedAt: state.time.now(),
  };
  subscription.accounts.push(restored);
  noteWrite(context, found.account);
  return { status: 201, body: liveAccountBody(subscription.id, restored) };
}

/**
 * The vault with the account's key and the customer's own storage accounts have to be there again
 * first. That they must is documented, how the service refuses is not.
 * Source: https://learn.microsoft.com/azure/ai-services/recover-purge-resources
 */
function missingDependency(
  { state }: SubscriptionContext,
  { properties }: Account,
): ArmResponse | undefined {
  const vault = textAt(properties, "encryption", "keyVaultProperties", "keyVaultUri");
  if (vault !== undefined && !isLiveVaultAt(state, vault)) {
    return armError(
      400,
      "BadRequest",
      `The key vault '${vault}' used to encrypt the account could not be found.`,
    );
  }
  const owned = jsonAt(properties, "userOwnedStorage");
  const missing = (Array.isArray(owned) ? owned : [])
    .map((storage: Json) => textAt(storage, "resourceId"))
    .find((id) => id !== undefined && !isLive(state, id));
  return missing === undefined
    ? undefined
    : armError(
        400,
        "BadRequest",
        `The storage account '${missing}' of the account could not be found.`,
      );
}

function createOrUpdate(
  context: SubscriptionContext,
  body: JsonObject,
  location: string,
): ArmResponse {
  const { subscription } = context;
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "accountName");
  const deleted = subscription.deletedAccount(group, name);
  if (deleted !== undefined) {
    // Quoted in https://github.com/Azure/azure-cli/issues/18146
    return armError(
      409,
      "FlagMustBeSetForRestore",
      `An existing resource with ID '${accountId(subscription.id, deleted.account)}' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property. If you don't want to restore existing resource, please purge it first.`,
    );
  }
  const live = subscription.account(group, name);
  return live === undefined
    ? create(context, body, location, group, name)
    : update(context, body, location, live);
}

function create(
  context: SubscriptionContext,
  body: JsonObject,
  location: string,
  group: string,
  name: string,
): ArmResponse {
  const { state, subscription } = context;
  const kind = textAt(body, "kind");
  const sku = textAt(body, "sku", "name");
  if (kind === undefined || sku === undefined) {
    return armError(
      400,
      "InvalidResourceProperties",
      `The '${kind === undefined ? "kind" : "sku"}' of the account must be specified.`,
    );
  }
  const subdomain = textAt(body, "properties", "customSubDomainName");
  if (subdomain !== undefined && isSubdomainTaken(context.state, subdomain)) {
    return customDomainInUse(subdomain);
  }
  const made: LiveAccount = {
    account: {
      name,
      kind,
      sku,
      resourceGroup: subscription.resourceGroup(group)?.name ?? group,
      location,
      tags: textsAt(body, "tags"),
      properties: objectAt(body, "properties"),
    },
    listedAt: 0,
    changedAt: state.time.now(),
  };
  subscription.accounts.push(made);
  noteWrite(context, made.account);
  return { status: 201, body: liveAccountBody(subscription.id, made) };
}

/** Whether an account of any subscription has the subdomain, live or soft-deleted. */
export function isSubdomainTaken(
  { subscriptions }: SubscriptionContext["state"],
  subdomain: string,
): boolean {
  return subscriptions
    .flatMap((one) => [...one.accounts, ...one.deletedAccounts])
    .some(({ account: { properties } }) =>
      same(textAt(properties, "customSubDomainName") ?? "", subdomain),
    );
}

/** Quoted in https://github.com/Azure-Samples/azure-search-openai-demo/issues/1093 */
function customDomainInUse(subdomain: string): ArmResponse {
  return armError(
    409,
    "CustomDomainInUse",
    `The subdomain name '${subdomain}' is not available as it's already used by a resource. If the resource using the name was deleted in the last 48 hours, you may need to purge the deleted resource.`,
  );
}

function update(
  context: SubscriptionContext,
  body: JsonObject,
  location: string,
  live: LiveAccount,
): ArmResponse {
  const { account } = live;
  if (!sameLocation(account.location, location)) {
    return invalidResourceLocation(account.name, account.resourceGroup, account.location, location);
  }
  const kind = textAt(body, "kind");
  if (kind !== undefined && !same(kind, account.kind)) {
    return armError(400, "InvalidResourceProperties", "The kind of an account cannot be changed.");
  }
  live.account = {
    ...account,
    sku: textAt(body, "sku", "name") ?? account.sku,
    tags: textsAt(body, "tags"),
    properties: { ...account.properties, ...objectAt(body, "properties") },
  };
  noteWrite(context, live.account);
  return ok(liveAccountBody(context.subscription.id, live));
}

function noteWrite(context: SubscriptionContext, account: Account): void {
  const { activity, id } = context.subscription;
  activity.push(writeEvent(context, accountId(id, account), `${accountType}/write`));
}

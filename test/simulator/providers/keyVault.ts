import { armError, ok, resourceNotFound, type ArmResponse } from "../armResponse";
import { textAt, type Json } from "../json";
import { page, pageOf } from "../paging";
import { day, defaultVaultRetentionDays } from "../retention";
import { routesOf, parameter, type Route, type SubscriptionContext } from "../route";
import { remove, same, sameLocation, type SoftDeletedVault } from "../subscriptionState";
import { deletedVaultBody, liveVaultBody, vaultId, vaultType } from "./keyVaultBodies";
import { alreadyDeletedMessage, alreadyExistsMessage, putVault, vaultChanged } from "./keyVaultPut";
import { operationResultsRoute, startOperation } from "./longRunning";

const namespace = "Microsoft.KeyVault";
const route = routesOf(namespace);
const subscriptionPath = "/subscriptions/{subscriptionId}";
const inSubscription = `${subscriptionPath}/providers/${namespace}`;
const inGroup = `${subscriptionPath}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const vault = `${inGroup}/vaults/{vaultName}`;
const deletedVault = `${inSubscription}/locations/{location}/deletedVaults/{vaultName}`;
const readVault = `${namespace}/vaults/read`;
const pollSeconds = 15;

/**
 * Key vaults, live and deleted.
 * Source: Azure/azure-rest-api-specs, Microsoft.KeyVault, keyvault.json, and the permissions of
 * https://learn.microsoft.com/azure/key-vault/general/key-vault-recovery
 */
export const keyVaultRoutes: readonly Route[] = [
  route("GET", `${inSubscription}/deletedVaults`, "deletedVaults", listDeleted, {
    action: `${namespace}/deletedVaults/read`,
    scope: subscriptionPath,
  }),
  route("GET", deletedVault, "locations/deletedVaults", getDeleted, {
    action: `${namespace}/locations/deletedVaults/read`,
    scope: deletedVault,
  }),
  route("POST", `${deletedVault}/purge`, "locations/deletedVaults", purge, {
    action: `${namespace}/locations/deletedVaults/purge/action`,
    scope: deletedVault,
  }),
  route("GET", `${inSubscription}/vaults`, "vaults", listLive),
  route("GET", `${inGroup}/vaults`, "vaults", listLive),
  route("GET", vault, "vaults", getLive, { action: readVault, scope: vault }),
  route("PUT", vault, "vaults", putVault, { action: `${namespace}/vaults/write`, scope: vault }),
  route("DELETE", vault, "vaults", deleteLive, {
    action: `${namespace}/vaults/delete`,
    scope: vault,
  }),
  route("POST", `${inSubscription}/checkNameAvailability`, "checkNameAvailability", checkName, {
    action: `${namespace}/checkNameAvailability/read`,
    scope: subscriptionPath,
  }),
  operationResultsRoute(namespace, "Location", pollSeconds),
];

/**
 * Whoever may list deleted vaults but not read one gets an empty list, and no error
 * (https://github.com/Azure/azure-cli/issues/14091).
 */
function listDeleted(context: SubscriptionContext): ArmResponse {
  const { caller, subscription } = context;
  const mayRead = subscription.roles.allow(
    caller.person.username,
    `${namespace}/locations/deletedVaults/read`,
    `/subscriptions/${subscription.id}`,
  );
  const items = mayRead ? subscription.deletedVaults : [];
  return pageOf<() => Json>(
    context,
    [
      ...items.map((item) => () => deletedVaultBody(subscription.id, item)),
      ...subscription.malformedDeletedVaults.map((item) => () => item),
    ],
    (body) => body(),
  );
}

function deletedAt(context: SubscriptionContext): SoftDeletedVault | undefined {
  const found = context.subscription.deletedVault(parameter(context, "vaultName"));
  return found !== undefined && sameLocation(found.vault.location, parameter(context, "location"))
    ? found
    : undefined;
}

function deletedVaultNotFound(context: SubscriptionContext): ArmResponse {
  return armError(
    404,
    "DeletedVaultNotFound",
    `The specified deleted vault '${parameter(context, "vaultName")}' does not exist.`,
  );
}

function getDeleted(context: SubscriptionContext): ArmResponse {
  const found = deletedAt(context);
  return found === undefined
    ? deletedVaultNotFound(context)
    : ok(deletedVaultBody(context.subscription.id, found));
}

function purge(context: SubscriptionContext): ArmResponse {
  const found = deletedAt(context);
  if (found === undefined) {
    return deletedVaultNotFound(context);
  }
  if (found.vault.purgeProtected === true) {
    // Quoted in https://github.com/microsoft/AzureTRE/issues/1446
    return armError(405, "MethodNotAllowed", "Operation 'DeletedVaultPurge' is not allowed.");
  }
  if (found.purgedAt !== undefined) {
    return vaultChanged(found.vault.name);
  }
  const { headers, whenDone } = startOperation(context, {
    namespace,
    location: found.vault.location,
    seconds: 30,
    pollSeconds,
    header: "Location",
    words: ["NotStarted"],
    saysRetryAfter: true,
  });
  whenDone((doneAt) => {
    found.purgedAt = doneAt;
  });
  return { status: 202, headers };
}

/** Lists of resources leave out what the caller may not read, rather than refuse. */
function listLive(context: SubscriptionContext): ArmResponse {
  const { caller, parameters, state, subscription } = context;
  const group = parameters["resourceGroup"];
  const items = subscription.vaults
    .filter((item) => group === undefined || same(item.vault.resourceGroup, group))
    .filter((item) =>
      subscription.roles.allow(
        caller.person.username,
        readVault,
        vaultId(subscription.id, item.vault),
      ),
    );
  return page(
    context,
    items.map((item) => liveVaultBody(subscription, item, state.time.now())),
  );
}

function getLive(context: SubscriptionContext): ArmResponse {
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "vaultName");
  const { state, subscription } = context;
  const found = subscription.vault(group, name);
  return found === undefined
    ? resourceNotFound(vaultType, name, group)
    : ok(liveVaultBody(subscription, found, state.time.now()));
}

function deleteLive(context: SubscriptionContext): ArmResponse {
  const { state, subscription } = context;
  const found = subscription.vault(
    parameter(context, "resourceGroup"),
    parameter(context, "vaultName"),
  );
  if (found === undefined) {
    return { status: 204 };
  }
  remove(subscription.vaults, found);
  const now = state.time.now();
  subscription.keepVault({
    vault: found.vault,
    deletedAt: now,
    deletedBy: context.caller.person.username,
    purgeAt: now + (found.vault.retentionDays ?? defaultVaultRetentionDays) * day,
    purgedAt: undefined,
  });
  return { status: 200 };
}

function checkName(context: SubscriptionContext): ArmResponse {
  const name = textAt(context.body, "name");
  if (name === undefined || textAt(context.body, "type") !== vaultType) {
    return armError(400, "BadRequest", "The name and the type of the vault must be specified.");
  }
  if (!/^[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]$/i.test(name)) {
    return ok({
      nameAvailable: false,
      reason: "AccountNameInvalid",
      message: `The vault name '${name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens.`,
    });
  }
  const message = nameHeldBy(context, name);
  return message === undefined
    ? ok({ nameAvailable: true })
    : ok({ nameAvailable: false, reason: "AlreadyExists", message });
}

function nameHeldBy(context: SubscriptionContext, name: string): string | undefined {
  const { subscriptions } = context.state;
  if (subscriptions.some((known) => known.deletedVault(name) !== undefined)) {
    return alreadyDeletedMessage;
  }
  return subscriptions.some((known) => known.vaults.some((item) => same(item.vault.name, name)))
    ? alreadyExistsMessage(name)
    : undefined;
}

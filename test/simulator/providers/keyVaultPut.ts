import { armError, invalidResourceLocation, ok, type ArmResponse } from "../armResponse";
import { definitionIn } from "../definition";
import { jsonAt, textAt, textsAt, type JsonObject } from "../json";
import { parameter, type SubscriptionContext } from "../route";
import type { Vault } from "../scenario";
import { same, sameLocation, type LiveVault } from "../subscriptionState";
import { liveVaultBody } from "./keyVaultBodies";

const registeringSeconds = 10;

/** What the service says of a name that a deleted vault holds. */
export const alreadyDeletedMessage =
  "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.";

/** What the service says of a name that a live vault holds. */
export function alreadyExistsMessage(name: string): string {
  return `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state. If the vault is in a recoverable state then the vault will need to be purged before reusing the name. For more information about VaultAlreadyExists, soft delete and purging a vault follow this link https://go.microsoft.com/fwlink/?linkid=2147740.`;
}

/** Two operations on one vault at the same time. */
export function vaultChanged(name: string): ArmResponse {
  return armError(
    409,
    "ConflictError",
    `A conflict occurred that prevented the operation from completing. The operation failed because the vault '${name}' changed from the point the operation began. The operation can be retried, however, if the requests are for the same resource then they should be serialized so that requests do not occur simultaneously.`,
  );
}

/** Makes, changes or recovers a vault; tenant and SKU are demanded whatever the mode. */
export function putVault(context: SubscriptionContext): ArmResponse {
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
    textAt(body, "properties", "sku", "family") === "A" &&
    /^(standard|premium)$/i.test(textAt(body, "properties", "sku", "name") ?? "");
  if (!isSku) {
    return invalidValue("sku");
  }
  const mode = textAt(body, "properties", "createMode") ?? "default";
  return same(mode, "recover")
    ? recover(context, location)
    : createOrUpdate(context, body, location);
}

function invalidValue(name: string): ArmResponse {
  return armError(400, "BadRequest", `An invalid value was provided for '${name}'.`);
}

/**
 * A vault comes back to the group and the location it was deleted in, exactly as it was: what else
 * the body says is ignored (https://github.com/Azure/azure-rest-api-specs/issues/21306).
 */
function recover(context: SubscriptionContext, location: string): ArmResponse {
  const { state, subscription } = context;
  const found = subscription.deletedVault(parameter(context, "vaultName"));
  if (
    found === undefined ||
    !same(found.vault.resourceGroup, parameter(context, "resourceGroup")) ||
    !sameLocation(found.vault.location, location)
  ) {
    return armError(
      400,
      "SoftDeletedVaultDoesNotExist",
      "A soft deleted vault with the given name does not exist. Ensure that the name for the vault that is being attempted to recover is in a recoverable state.",
    );
  }
  if (found.purgedAt !== undefined) {
    return vaultChanged(found.vault.name);
  }
  subscription.releaseVault(found);
  const recovered: LiveVault = {
    vault: found.vault,
    registeredAt: state.time.after(registeringSeconds),
  };
  subscription.vaults.push(recovered);
  return ok(liveVaultBody(subscription, recovered, state.time.now()));
}

function createOrUpdate(
  context: SubscriptionContext,
  body: JsonObject,
  location: string,
): ArmResponse {
  const { state, subscription } = context;
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "vaultName");
  if (state.subscriptions.some((known) => known.deletedVault(name) !== undefined)) {
    return armError(409, "ConflictError", alreadyDeletedMessage);
  }
  const live = subscription.vault(group, name);
  if (live !== undefined) {
    return update(context, body, location, live);
  }
  const isTaken = state.subscriptions.some((known) =>
    known.vaults.some((item) => same(item.vault.name, name)),
  );
  if (isTaken) {
    return armError(409, "VaultAlreadyExists", alreadyExistsMessage(name));
  }
  const made: LiveVault = {
    vault: vaultFrom(body, {
      name,
      resourceGroup: subscription.resourceGroup(group)?.name ?? group,
      location,
      // Since 2026-02-01 a new vault uses RBAC unless told otherwise.
      rbac: context.apiVersion >= "2026-02-01",
    }),
    registeredAt: state.time.after(registeringSeconds),
  };
  subscription.vaults.push(made);
  return { status: 201, body: liveVaultBody(subscription, made, state.time.now()) };
}

function update(
  context: SubscriptionContext,
  body: JsonObject,
  location: string,
  live: LiveVault,
): ArmResponse {
  const { vault } = live;
  if (!sameLocation(vault.location, location)) {
    return invalidResourceLocation(vault.name, vault.resourceGroup, vault.location, location);
  }
  if (
    vault.purgeProtected === true &&
    jsonAt(body, "properties", "enablePurgeProtection") === false
  ) {
    return armError(
      400,
      "BadRequest",
      "The property 'enablePurgeProtection' cannot be set to false. Enabling the purge protection for a vault is an irreversible action.",
    );
  }
  live.vault = vaultFrom(body, vault);
  return ok(liveVaultBody(context.subscription, live, context.state.time.now()));
}

/** The vault a body describes, with what the body leaves open as it was. */
function vaultFrom(body: JsonObject, was: Vault): Vault {
  const retention = jsonAt(body, "properties", "softDeleteRetentionInDays");
  const rbac = jsonAt(body, "properties", "enableRbacAuthorization");
  return {
    ...was,
    tags: textsAt(body, "tags"),
    ...(typeof retention === "number" ? { retentionDays: retention } : {}),
    ...(typeof rbac === "boolean" ? { rbac } : {}),
    ...(jsonAt(body, "properties", "enablePurgeProtection") === true
      ? { purgeProtected: true }
      : {}),
  };
}

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArmFailure } from "../../../src/azure/errors";
import { explainFailure } from "../../../src/azure/explainFailure";
import { armErrors } from "../../../src/services/errors/armErrors";
import { errorRowFor } from "../../../src/services/errors/errorTable";
import { services } from "../../../src/services/index";
import { anyFailure } from "../azure/arbitraries";
import { explain } from "./explain";

const refused = (failure: Partial<ArmFailure>): ArmFailure => ({
  kind: "refused",
  method: "PUT",
  path: "/subscriptions/s/resourceGroups/rg/providers/Microsoft.X/y/z",
  status: 409,
  message: "The message.",
  ...failure,
});

const allRows = [...services.flatMap(({ errors }) => errors ?? []), ...armErrors];
const serviceIds = services.map(({ id }) => id);
const unsupported =
  "No registered resource provider found for location 'x' and API version '2025-09-01' for type 'y'. The supported api-versions are";

/** Errors that Microsoft's documents and the issues of its repositories tell of, with their words. */
const documented: readonly (readonly [
  service: string | undefined,
  code: string,
  message: string,
  meaning: RegExp,
])[] = [
  [
    "cognitiveServices",
    "FlagMustBeSetForRestore",
    "An existing resource with ID '/x' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property.",
    /^A soft-deleted resource holds this name\./,
  ],
  [
    "cognitiveServices",
    "CanNotRestoreAnActiveResource",
    "",
    /^The resource is live again, so there's nothing to recover\. Refresh to see the resource\./,
  ],
  [
    undefined,
    "CustomDomainInUse",
    "The subdomain name 'x' is not available as it's already used by a resource. If the resource using the name was deleted in the last 48 hours, you may need to purge the deleted resource.",
    /^Another resource has this subdomain, perhaps one that was deleted in the last 48 hours\./,
  ],
  [
    "cognitiveServices",
    "RequestConflict",
    "",
    /^The deletion is still in progress\. Try again in a few minutes\./,
  ],
  [
    "cognitiveServices",
    "CanNotRestoreANonExistingResource",
    "",
    /^Azure no longer has a soft-deleted resource with this name in this resource group and region\. Refresh to see the current list\./,
  ],
  [
    "cognitiveServices",
    "CannotDeleteResource",
    "nested resources exist",
    /^The account still contains projects or other resources\. Delete these resources first, then try again\./,
  ],
  [
    "cognitiveServices",
    "ResourceProviderExtensionError",
    "Soft-deleted workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete",
    /Machine Learning workspace that Azure created.*https:\/\/aka\.ms\/wsoftdelete/,
  ],
  [
    undefined,
    "ResourceProviderExtensionError",
    "",
    /^Another service involved in this request refused it\. First check for deleted resources with the same name and resource group\./,
  ],
  [
    "computeGallery",
    "CannotDeleteResource",
    "",
    /^This resource isn't empty and may contain soft-deleted image versions\. Recover or purge these versions first\./,
  ],
  [
    undefined,
    "CannotDeleteResource",
    "",
    /^This resource isn't empty\. Delete its contents first, then try again\./,
  ],
  [
    "computeGallery",
    "BadRequest",
    "Subscription is not registered with the feature Microsoft.Compute/SigSoftDelete.",
    /SIGSoftDelete .* Register the feature/,
  ],
  [
    "machineLearning",
    "BadRequest",
    "Soft-deleted workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete",
    /^A soft-deleted workspace holds this name.*https:\/\/aka\.ms\/wsoftdelete/,
  ],
  ["machineLearning", "UserError", "Unable to find workspace: /x", /nothing to purge/],
  [
    "keyVault",
    "ConflictError",
    "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault.",
    /^A live or soft-deleted vault already holds this name, and names of key vaults are unique across Azure\. Check whether the vault is among your deleted resources\./,
  ],
  [
    "keyVault",
    "ConflictError",
    "",
    /^A live or soft-deleted vault already holds this name, and names of key vaults are unique across Azure\. Check whether the vault is among your deleted resources\./,
  ],
  [
    undefined,
    "VaultAlreadyExists",
    "",
    /^A live or soft-deleted vault already holds this name, and names of key vaults are unique across Azure\. Check whether the vault is among your deleted resources\./,
  ],
  [
    "keyVault",
    "MethodNotAllowed",
    "",
    /^Purge protection is on, so this vault can't be purged\. Azure removes it when its retention period ends\./,
  ],
  [
    "keyVault",
    "DeletedVaultNotFound",
    "",
    /^Azure no longer has a soft-deleted vault with this name\. Refresh to see the current list\./,
  ],
  [
    "logAnalytics",
    "Conflict",
    "This workspace name is already in use",
    /^A live or soft-deleted workspace already holds this name\. A deleted workspace can be recovered only to its original resource group and region\./,
  ],
  [
    undefined,
    "Conflict",
    "",
    /^An existing resource is in the way\. Refresh to see that resource, then try again\./,
  ],
  ["apiManagement", "ServiceAlreadyExistsInSoftDeletedState", "", /soft-deleted service holds/],
  [
    "apiManagement",
    "ServiceNotFound",
    "",
    /^Azure can't find the service, perhaps because it was just deleted\. Refresh, then try again in a few minutes\./,
  ],
  [
    "appConfiguration",
    "NameUnavailable",
    "",
    /^A live, soft-deleted, or just purged store holds this name, and names of App Configuration stores are unique across Azure\. Check whether the store is among your deleted resources\./,
  ],
  [
    "storage",
    "StorageAccountAlreadyTaken",
    "",
    /^Another storage account now holds this name, and names are unique across Azure\. The deleted account can't be recovered while the other account exists\./,
  ],
  [
    "storage",
    "StorageAccountAlreadyExists",
    "",
    /^Another storage account now holds this name, and names are unique across Azure\. The deleted account can't be recovered while the other account exists\./,
  ],
  ["storage", "StorageAccountInAnotherResourceGroup", "", /in another resource group/],
  [
    "sqlServer",
    "ResourceNotFound",
    "",
    /^Azure no longer has a soft-deleted server with this name\. Refresh to see the current list\./,
  ],
  [
    "sqlServer",
    "ServerNotFound",
    "",
    /^Azure no longer has a soft-deleted server with this name\. Refresh to see the current list\./,
  ],
  [
    "sqlServer",
    "NameAlreadyExists",
    "",
    /^A server already holds this name, and names of SQL servers are unique across Azure\. Check whether the server is one of yours\./,
  ],
  ["sqlDatabase", "ManagedDatabaseNameInUse", "", /Choose another name/],
  [
    "sqlDatabase",
    "InvalidRestorableDroppedDatabaseId",
    "",
    /^Azure no longer has backups of this deleted database\. Refresh to see the current list\./,
  ],
  [
    "sqlDatabase",
    "RestoreIneligibleDroppedDatabaseShortLifespan",
    "",
    /^The database was deleted before its first backup, so it can't be restored\. Create a new database\./,
  ],
  ["sqlDatabase", "ServerNotInSubscriptionResourceGroup", "", /recover it first/],
  ["sqlDatabase", "MissingKeyVaultUriForRestore", "", /access to the key/],
  [
    "cosmosDb",
    "BadRequest",
    "Dns record for ddb1 under zone Document is already taken. Please use ...",
    /^An account already holds this name, and names of Cosmos DB accounts are unique across Azure\. Choose another name\./,
  ],
  [
    "cosmosDbSoftDeleted",
    "BadRequest",
    "The soft-deleted database account cannot be purged yet. Minimum retention period has not elapsed.",
    /^This account can't be purged yet, because its settings require a wait after the deletion\. Try again later; you can recover the account until then\./,
  ],
  [
    undefined,
    "MissingSubscriptionRegistration",
    "The subscription is not registered to use namespace 'Microsoft.Purview'. See https://aka.ms/rps-not-found",
    /^The resource provider "Microsoft\.Purview" isn't registered/,
  ],
  [
    undefined,
    "MissingSubscriptionRegistration",
    "",
    /^The service's resource provider isn't registered in this subscription\. Register the provider under Resource providers in the Azure portal, then try again\./,
  ],
  [
    undefined,
    "ResourceGroupNotFound",
    "",
    /^The resource group no longer exists\. Create it again in the same subscription, then recover\./,
  ],
  [undefined, "ResourceGroupBeingDeleted", "", /^The resource group is being deleted\. Wait/],
  [undefined, "ResourceNotFound", "", /^Azure can't find this resource/],
  [
    undefined,
    "ParentResourceNotFound",
    "",
    /^The parent resource no longer exists\. Recover or create the parent resource first, then try again\./,
  ],
  [
    undefined,
    "InvalidResourceReference",
    "",
    /^A linked resource no longer exists\. Recover or create the linked resource first\./,
  ],
  [
    undefined,
    "ScopeLocked",
    "The scope '/subscriptions/s/resourceGroups/rg' cannot perform delete operation because following scope(s) are locked: '/subscriptions/s/resourceGroups/rg'. Please remove the lock and try again.",
    /^A lock on "\/subscriptions\/s\/resourceGroups\/rg" prevents this action\. Remove the lock/,
  ],
  [
    undefined,
    "ScopeLocked",
    "",
    /^A lock prevents this action\. Remove the lock in the Azure portal, then try again\./,
  ],
  [
    undefined,
    "RequestDisallowedByPolicy",
    "",
    /^An Azure policy denies this action\. Ask your policy administrator for an exemption\./,
  ],
  [
    undefined,
    "RequestDisallowedByAzure",
    "",
    /^This subscription can't use this region\. Request access to the region in a support request\./,
  ],
  [
    undefined,
    "AuthorizationFailed",
    "The client 'x' with object id 'y' does not have authorization to perform action 'Microsoft.KeyVault/deletedVaults/read' over scope '/subscriptions/s' or the scope is invalid.",
    /^You don't have the permission "Microsoft\.KeyVault\/deletedVaults\/read" at scope/,
  ],
  [
    undefined,
    "AuthorizationFailed",
    "",
    /^You don't have permission to do this\. Ask an owner of the subscription\./,
  ],
  [
    undefined,
    "LinkedAuthorizationFailed",
    "The client 'x' with object id 'y' has permission to perform action 'A' on scope 'S'; however, it does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked scope(s) '/subscriptions/s/v' (respectively) or the linked scope(s) are invalid.",
    /^You don't have the permission "Microsoft\.Network\/.*\/join\/action" for the linked resource "\/subscriptions\/s\/v"/,
  ],
  [
    undefined,
    "LinkedAuthorizationFailed",
    "",
    /^You don't have access to a resource it's linked to\. Ask an owner of the linked resource for a role, and make sure you're signed in to its tenant\./,
  ],
  [
    undefined,
    "DenyAssignmentAuthorizationFailed",
    "",
    /^A deny assignment blocks this action, regardless of your roles\. Ask the owner of the deny assignment \(often a managed application\) to do this or to remove it\./,
  ],
  [
    undefined,
    "SubscriptionNotFound",
    "",
    /^Azure can't find the subscription: it was canceled or moved to another tenant, or you no longer have access\. Refresh, or ask the subscription's owner\./,
  ],
  [undefined, "ReadOnlyDisabledSubscription", "", /^The subscription is disabled/],
  [
    undefined,
    "InvalidAuthenticationTokenTenant",
    "",
    /^You're signed in to a different tenant than the subscription's\. Sign in to the subscription's tenant, or refresh if the subscription was just moved\./,
  ],
  [
    undefined,
    "ExpiredAuthenticationToken",
    "",
    /^Your sign-in has expired\. Sign in again, then retry\./,
  ],
  [undefined, "InvalidAuthenticationToken", "", /^Azure didn't accept your sign-in/],
  [
    undefined,
    "InvalidResourceGroupLocation",
    "",
    /^A resource group with this name exists in another region\. Refresh, then recover into the existing group\./,
  ],
  [
    undefined,
    "InvalidResourceLocation",
    "",
    /^A resource with this name already exists in another region\. Delete or rename the existing resource, or recover under a different name if the service supports it\./,
  ],
  [undefined, "LocationNotAvailableForResourceType", "", /isn't available in this region/],
  [
    undefined,
    "NoRegisteredProviderFound",
    `${unsupported} '2025-09-01, 2026-06-01'. The supported locations are 'z'.`,
    /isn't available in this region/,
  ],
  [
    undefined,
    "NoRegisteredProviderFound",
    `${unsupported} '2025-09-01-preview,2026-06-01'. The supported locations are 'z'.`,
    /Update the extension/,
  ],
  [
    undefined,
    "NoRegisteredProviderFound",
    "",
    /^This service isn't available in this cloud or region\. Check whether its resource provider is registered in the subscription\./,
  ],
  [undefined, "TooManyRequests", "", /^Azure is limiting requests\. Try again in 60 seconds/],
  [undefined, "SubscriptionRequestsThrottled", "", /^Azure is limiting requests\. Try again in/],
  [
    undefined,
    "AnotherOperationInProgress",
    "",
    /^Another change to this resource is still in progress\. Try again/,
  ],
  [
    undefined,
    "InternalServerError",
    "",
    /^The Azure service reported an internal error\. Try again in a few minutes\./,
  ],
  [
    undefined,
    "ResourceQuotaExceeded",
    "",
    /^The subscription is out of quota\. Purge resources you don't need, or request more quota\./,
  ],
  [
    undefined,
    "SkuNotAvailable",
    "",
    /^The pricing tier isn't available in this region right now\. Try again later, or contact Azure support\./,
  ],
];

describe("the table of errors", () => {
  it.each(documented)("explains to %s: %s %j", (service, code, message, meaning) => {
    const failure = refused({ code, message });
    const sentence = explain(service, failure);
    expect(sentence).toMatch(meaning);
    expect(sentence).not.toBe(explainFailure(failure));
  });

  it("has no row that another one hides, and none that nothing documented falls under", () => {
    const reached = new Set(
      documented.map(([service, code, message]) =>
        errorRowFor(services, service, refused({ code, message })),
      ),
    );
    const deletedWorkspace = refused({ method: "DELETE", status: 404, code: "ResourceNotFound" });
    reached.add(errorRowFor(services, "machineLearning", deletedWorkspace));
    expect(allRows.filter((row) => !reached.has(row))).toEqual([]);
    expect(reached).not.toContain(undefined);
  });

  it("gives no two rows the same sentence without the words of the failure, but for synonyms", () => {
    const failure = refused({ message: "" });
    const sayings = new Set(allRows.map(({ say }) => say));
    expect(new Set([...sayings].map((say) => say(failure))).size).toBe(sayings.size);
  });

  it.each<[string, Partial<ArmFailure>, RegExp]>([
    ["machineLearning", { method: "DELETE", status: 404 }, /nothing to purge/],
    [
      "machineLearning",
      { method: "DELETE", status: 404, code: "ResourceGroupNotFound" },
      /^The resource group no longer exists\. Create it again in the same subscription, then recover\./,
    ],
    [
      "machineLearning",
      { status: 404, code: "ResourceNotFound" },
      /^Azure can't find this resource/,
    ],
    [
      "keyVault",
      { code: "Conflict" },
      /^An existing resource is in the way\. Refresh to see that resource, then try again\./,
    ],
    [
      "synapseSqlPool",
      { code: "ConflictError" },
      /^An existing resource is in the way\. Refresh to see that resource, then try again\./,
    ],
    [
      "keyVault",
      { code: "CannotDeleteResource" },
      /^This resource isn't empty\. Delete its contents first, then try again\./,
    ],
    [
      "keyVault",
      { code: "RequestConflict" },
      /^Another change to this resource is still in progress/,
    ],
    [
      "keyVault",
      { message: "Unable to find workspace" },
      /^Azure refused the request: Unable to find/,
    ],
  ])("tells of %s only what holds for it: %j", (service, failure, expected) => {
    expect(explain(service, refused(failure))).toMatch(expected);
  });

  it("leaves what it does not know to Azure's own words, code and correlation id", () => {
    const failure = refused({ code: "Odd", message: "It is odd.", correlationId: "c-1" });
    expect(explain("keyVault", failure)).toBe(
      "Azure refused the request: It is odd (code Odd, correlation id c-1).",
    );
  });

  it("is only for what Azure refused", () => {
    const failure = refused({ kind: "noAnswer", code: "TooManyRequests" });
    expect(explain(undefined, failure)).toMatch(
      /^Can't reach Azure\. Check the network or proxy, then try again\./,
    );
  });

  it("answers any failure in one line of words", () => {
    const codes = allRows.flatMap((row) => row.codes ?? []);
    const messages = documented.map(([, , message]) => message);
    const failures = fc.oneof(
      anyFailure,
      fc
        .record({
          failure: anyFailure,
          code: fc.constantFrom(...codes),
          message: fc.constantFrom(undefined, ...messages),
        })
        .map(({ failure, code, message }): ArmFailure => ({
          ...failure,
          kind: "refused",
          code,
          message: message ?? failure.message,
        })),
    );
    fc.assert(
      fc.property(fc.constantFrom(undefined, ...serviceIds), failures, (service, failure) => {
        const text = explain(service, failure);
        expect(text).toMatch(
          // eslint-disable-next-line no-control-regex -- these are what must not come through.
          /^(?!.*(?:\[object \w+\]|\{"| {4}at |NaN))[^\u0000-\u001f\u2028\u2029]{1,440}$/,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a policy denial", () => {
  const denied = (policies: readonly string[], failure: Partial<ArmFailure> = {}): string =>
    explain("keyVault", refused({ code: "RequestDisallowedByPolicy", policies, ...failure }));

  it.each([
    [["Allowed locations"], 'The Azure policy "Allowed locations" denies this action.'],
    [["A", "B"], 'The Azure policies "A" and "B" deny this action.'],
    [["A", "B", "C", "D"], 'The Azure policies "A", "B", and 2 more deny this action.'],
  ])("names %j, and asks for an exemption", (policies, expected) => {
    expect(denied(policies)).toBe(
      `${expected} Ask your policy administrator for an exemption, then try again.`,
    );
  });

  it("of a policy on tags says why a recovery cannot do better", () => {
    expect(denied(["Require a tag on resources"])).toBe(
      'The Azure policy "Require a tag on resources" denies this action. A recovery can\'t set tags. Ask your policy administrator for an exemption, try again, then set the tag.',
    );
    expect(denied(["Staging only"])).not.toContain("tag.");
    expect(denied(["Require a tag on resources"], { method: "POST" })).not.toContain("tag.");
  });

  it("of a resource group says to create that by hand", () => {
    const path = "/subscriptions/s/resourcegroups/rg";
    expect(denied(["Require a tag on resource groups"], { path })).toMatch(
      /Create a resource group that complies with the policy, or ask for an exemption, then try again\./,
    );
  });

  it("without names has Azure's reasons", () => {
    const message =
      "Resource 'kv' was disallowed by policy. Reasons: 'Retention should be 90 days'. See error details for policy resource IDs.";
    expect(denied([], { message })).toMatch(
      /^An Azure policy denies this action\..*should be 90 days/,
    );
  });
});

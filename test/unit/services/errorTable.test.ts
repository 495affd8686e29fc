import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArmFailure } from "../../../src/azure/errors";
import { explainFailure } from "../../../src/azure/explainFailure";
import { errorTable, explain, errorRowFor } from "../../../src/services/errors/errorTable";
import { services } from "../../../src/services/index";
import { anyFailure } from "../azure/arbitraries";

const refused = (failure: Partial<ArmFailure>): ArmFailure => ({
  kind: "refused",
  method: "PUT",
  path: "/subscriptions/s/resourceGroups/rg/providers/Microsoft.X/y/z",
  status: 409,
  message: "The message.",
  ...failure,
});

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
  ["cognitiveServices", "RequestConflict", "", /still finishing the deletion\. Try again/],
  [
    "cognitiveServices",
    "CanNotRestoreANonExistingResource",
    "",
    /no soft-deleted resource of this/,
  ],
  ["cognitiveServices", "CannotDeleteResource", "nested resources exist", /still has projects/],
  [
    "cognitiveServices",
    "ResourceProviderExtensionError",
    "Soft-deleted workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete",
    /Machine Learning workspace, which Azure made.*https:\/\/aka\.ms\/wsoftdelete/,
  ],
  [undefined, "ResourceProviderExtensionError", "", /Another service that Azure asked/],
  ["computeGallery", "CannotDeleteResource", "", /recover or purge them first/],
  [undefined, "CannotDeleteResource", "", /^Something is left in it\. Delete that first/],
  [
    "computeGallery",
    "BadRequest",
    "Subscription is not registered with the feature Microsoft.Compute/SigSoftDelete.",
    /SIGSoftDelete .* Register it/,
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
    /^A vault holds this name/,
  ],
  ["keyVault", "ConflictError", "", /^A vault holds this name/],
  [undefined, "VaultAlreadyExists", "", /^A vault holds this name/],
  ["keyVault", "MethodNotAllowed", "", /purge protection is on/],
  ["keyVault", "DeletedVaultNotFound", "", /no soft-deleted vault/],
  ["logAnalytics", "Conflict", "This workspace name is already in use", /group and region it was/],
  [undefined, "Conflict", "", /^What is there now stands in the way/],
  ["apiManagement", "ServiceAlreadyExistsInSoftDeletedState", "", /soft-deleted service holds/],
  ["apiManagement", "ServiceNotFound", "", /does not find the service/],
  ["appConfiguration", "NameUnavailable", "", /^A store holds this name/],
  ["storage", "StorageAccountAlreadyTaken", "", /^Another storage account holds this name/],
  ["storage", "StorageAccountAlreadyExists", "", /^Another storage account holds this name/],
  ["storage", "StorageAccountInAnotherResourceGroup", "", /in another resource group/],
  ["sqlServer", "ResourceNotFound", "", /no soft-deleted server/],
  ["sqlServer", "ServerNotFound", "", /no soft-deleted server/],
  ["sqlServer", "NameAlreadyExists", "", /^A server holds this name/],
  ["sqlDatabase", "ManagedDatabaseNameInUse", "", /Choose another name/],
  ["sqlDatabase", "InvalidRestorableDroppedDatabaseId", "", /no backups of this deleted database/],
  ["sqlDatabase", "RestoreIneligibleDroppedDatabaseShortLifespan", "", /long enough/],
  ["sqlDatabase", "ServerNotInSubscriptionResourceGroup", "", /recover it first/],
  ["sqlDatabase", "MissingKeyVaultUriForRestore", "", /access to the key/],
  [
    "cosmosDb",
    "BadRequest",
    "Dns record for ddb1 under zone Document is already taken. Please use ...",
    /^An account holds this name/,
  ],
  [
    "cosmosDbSoftDeleted",
    "BadRequest",
    "The soft-deleted database account cannot be purged yet. Minimum retention period has not elapsed.",
    /^It cannot be purged yet/,
  ],
  [
    undefined,
    "MissingSubscriptionRegistration",
    "The subscription is not registered to use namespace 'Microsoft.Purview'. See https://aka.ms/rps-not-found",
    /^The resource provider "Microsoft\.Purview" is not registered/,
  ],
  [undefined, "MissingSubscriptionRegistration", "", /^The service's resource provider is not/],
  [undefined, "ResourceGroupNotFound", "", /^The resource group does not exist any more\. Create/],
  [undefined, "ResourceGroupBeingDeleted", "", /^The resource group is being deleted\. Wait/],
  [undefined, "ResourceNotFound", "", /^Azure does not find it/],
  [undefined, "ParentResourceNotFound", "", /^What it is part of does not exist/],
  [undefined, "InvalidResourceReference", "", /^Something that it refers to/],
  [
    undefined,
    "ScopeLocked",
    "The scope '/subscriptions/s/resourceGroups/rg' cannot perform delete operation because following scope(s) are locked: '/subscriptions/s/resourceGroups/rg'. Please remove the lock and try again.",
    /^A lock on "\/subscriptions\/s\/resourceGroups\/rg" does not allow this\. Remove it/,
  ],
  [undefined, "ScopeLocked", "", /^A lock does not allow this\. Remove it/],
  [undefined, "RequestDisallowedByPolicy", "", /^An Azure policy denies this\. Ask/],
  [undefined, "RequestDisallowedByAzure", "", /not let this subscription use this region/],
  [
    undefined,
    "AuthorizationFailed",
    "The client 'x' with object id 'y' does not have authorization to perform action 'Microsoft.KeyVault/deletedVaults/read' over scope '/subscriptions/s' or the scope is invalid.",
    /^The permission "Microsoft\.KeyVault\/deletedVaults\/read" is missing at scope/,
  ],
  [undefined, "AuthorizationFailed", "", /^Azure does not allow you to do this\. Ask/],
  [
    undefined,
    "LinkedAuthorizationFailed",
    "The client 'x' with object id 'y' has permission to perform action 'A' on scope 'S'; however, it does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked scope(s) '/subscriptions/s/v' (respectively) or the linked scope(s) are invalid.",
    /^It is linked to "\/subscriptions\/s\/v", where you .* "Microsoft\.Network\/.*\/join\/action"/,
  ],
  [undefined, "LinkedAuthorizationFailed", "", /^You may not use something that it is linked to/],
  [undefined, "DenyAssignmentAuthorizationFailed", "", /^A deny assignment forbids this/],
  [undefined, "SubscriptionNotFound", "", /^Azure does not find the subscription/],
  [undefined, "ReadOnlyDisabledSubscription", "", /^The subscription is disabled/],
  [undefined, "InvalidAuthenticationTokenTenant", "", /for another tenant/],
  [undefined, "ExpiredAuthenticationToken", "", /^The sign-in has expired\. Sign in again/],
  [undefined, "InvalidAuthenticationToken", "", /^Azure did not accept the sign-in/],
  [
    undefined,
    "InvalidResourceGroupLocation",
    "",
    /^A resource group of this name exists in anothe/,
  ],
  [undefined, "InvalidResourceLocation", "", /^A resource of this name exists in another region/],
  [undefined, "LocationNotAvailableForResourceType", "", /not available in this region/],
  [
    undefined,
    "NoRegisteredProviderFound",
    `${unsupported} '2025-09-01, 2026-06-01'. The supported locations are 'z'.`,
    /not available in this region/,
  ],
  [
    undefined,
    "NoRegisteredProviderFound",
    `${unsupported} '2025-09-01-preview,2026-06-01'. The supported locations are 'z'.`,
    /Update the extension/,
  ],
  [undefined, "NoRegisteredProviderFound", "", /^This Azure does not have the service/],
  [undefined, "TooManyRequests", "", /^Azure is limiting requests\. Try again in 60 seconds/],
  [undefined, "SubscriptionRequestsThrottled", "", /^Azure is limiting requests\. Try again in/],
  [undefined, "AnotherOperationInProgress", "", /^Azure is still busy .* Try again/],
  [undefined, "InternalServerError", "", /^The Azure service has a problem of its own/],
  [undefined, "ResourceQuotaExceeded", "", /quota does not suffice/],
  [undefined, "SkuNotAvailable", "", /pricing tier is not available/],
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
        errorRowFor(service, refused({ code, message })),
      ),
    );
    const deletedWorkspace = refused({ method: "DELETE", status: 404, code: "ResourceNotFound" });
    reached.add(errorRowFor("machineLearning", deletedWorkspace));
    expect(errorTable.filter((row) => !reached.has(row))).toEqual([]);
    expect(reached).not.toContain(undefined);
  });

  it("gives no two rows the same sentence without the words of the failure, but for synonyms", () => {
    const failure = refused({ message: "" });
    const sayings = new Set(errorTable.map(({ say }) => say));
    expect(new Set([...sayings].map((say) => say(failure))).size).toBe(sayings.size);
  });

  it("names services that there are", () => {
    const named = errorTable.flatMap((row) => row.services ?? []);
    expect(named.filter((id) => !serviceIds.includes(id))).toEqual([]);
  });

  it.each<[string, Partial<ArmFailure>, RegExp]>([
    ["machineLearning", { method: "DELETE", status: 404 }, /nothing to purge/],
    [
      "machineLearning",
      { method: "DELETE", status: 404, code: "ResourceGroupNotFound" },
      /^The resource group does not exist/,
    ],
    ["machineLearning", { status: 404, code: "ResourceNotFound" }, /^Azure does not find it/],
    ["keyVault", { code: "Conflict" }, /^What is there now/],
    ["synapseSqlPool", { code: "ConflictError" }, /^What is there now/],
    ["keyVault", { code: "CannotDeleteResource" }, /^Something is left in it\./],
    ["keyVault", { code: "RequestConflict" }, /^Azure is still busy/],
    ["keyVault", { message: "Unable to find workspace" }, /^Azure refused: Unable to find/],
  ])("tells of %s only what holds for it: %j", (service, failure, expected) => {
    expect(explain(service, refused(failure))).toMatch(expected);
  });

  it("leaves what it does not know to Azure's own words, code and correlation id", () => {
    const failure = refused({ code: "Odd", message: "It is odd.", correlationId: "c-1" });
    expect(explain("keyVault", failure)).toBe(
      "Azure refused: It is odd (code Odd, correlation id c-1).",
    );
  });

  it("is only for what Azure refused", () => {
    const failure = refused({ kind: "noAnswer", code: "TooManyRequests" });
    expect(explain(undefined, failure)).toMatch(/^Azure could not be reached/);
  });

  it("answers any failure in one line of words", () => {
    const codes = errorTable.flatMap((row) => row.codes ?? []);
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
    [["Allowed locations"], 'The Azure policy "Allowed locations" denies this.'],
    [["A", "B"], 'The Azure policies "A" and "B" deny this.'],
    [["A", "B", "C", "D"], 'The Azure policies "A", "B" and 2 more deny this.'],
  ])("names %j, and asks for an exemption", (policies, expected) => {
    expect(denied(policies)).toBe(
      `${expected} Ask whoever runs your policies for an exemption, then try again.`,
    );
  });

  it("of a policy on tags says why a recovery cannot do better", () => {
    expect(denied(["Require a tag on resources"])).toBe(
      'The Azure policy "Require a tag on resources" denies this. A recovery cannot set tags. Ask whoever runs your policies for an exemption, try again, then set the tag.',
    );
    expect(denied(["Staging only"])).not.toContain("tag.");
    expect(denied(["Require a tag on resources"], { method: "POST" })).not.toContain("tag.");
  });

  it("of a resource group says to create that by hand", () => {
    const path = "/subscriptions/s/resourcegroups/rg";
    expect(denied(["Require a tag on resource groups"], { path })).toMatch(
      /Create the resource group yourself as the policy wants it/,
    );
  });

  it("without names has Azure's reasons", () => {
    const message =
      "Resource 'kv' was disallowed by policy. Reasons: 'Retention should be 90 days'. See error details for policy resource IDs.";
    expect(denied([], { message })).toMatch(/^An Azure policy denies this\..*should be 90 days/);
  });
});

import * as l10n from "@vscode/l10n";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import { sameText } from "../base/sameText";
import { arrayAt, stringAt, valueAt, type JsonValue } from "../base/json";
import type { DeletedResource } from "./deletedResource";
import { preconditionOn } from "./preconditions";
import type { RetryOn } from "./plan";
import { accountErrors } from "./parts/accountErrors";
import { customerManagedKeyVault, prerequisiteAt } from "./parts/prerequisites";
import { quotedAfter } from "./nameConflicts";
import { readRetainedItem } from "./parts/retainedItem";
import type { SoftDeleteService } from "./service";
import type { Origin } from "./source";

// Operations and shapes: learn.microsoft.com/rest/api/aiservices/accountmanagement/deleted-accounts
const apiVersion = "2025-06-01";
const resourceType = "Microsoft.CognitiveServices/accounts";

// "within the past 48 hours": learn.microsoft.com/azure/ai-services/recover-purge-resources
const retentionHours = 48;

// Distinguishes one deletion of a name from the next.
const identity = [
  ["properties", "deletionDate"],
  ["properties", "dateCreated"],
  ["properties", "internalId"],
];

function deletedAccount(resource: DeletedResource): ArmRequest {
  return { method: "GET", path: resource.deletedPath, apiVersion };
}

function liveAccount({ originalId }: DeletedResource): ArmRequest {
  return { method: "GET", path: pathOfId(originalId), apiVersion };
}

// Straight after the delete both answer 409 RequestConflict while the soft delete settles; waits
// of 30 s up to 300 s: github.com/Azure/terraform-azurerm-avm-ptn-aiml-landing-zone/pull/169
const settling: RetryOn = {
  status: 409,
  codes: ["RequestConflict"],
  retryEverySeconds: 30,
  giveUpAfterSeconds: 300,
};

/** The list and the get answer with ids of different shapes; both hold the group. */
function read(item: JsonValue, origin: Origin): DeletedResource | undefined {
  const resource = readRetainedItem(item, origin, {
    serviceId: "cognitiveServices",
    resourceType,
    retentionHours,
    deletedAt: "deletionDate",
    deletedPath: ({ subscriptionId, location, resourceGroup, name }) =>
      armPath`/subscriptions/${subscriptionId}/providers/Microsoft.CognitiveServices/locations/${location}/resourceGroups/${resourceGroup}/deletedAccounts/${name}`,
  });
  const subdomain = stringAt(item, "properties", "customSubDomainName");
  return resource === undefined || subdomain === undefined || sameText(subdomain, resource.name)
    ? resource
    : { ...resource, alias: subdomain };
}

/** False where Azure reports no projects; versions before 2025-06-01 don't report them. */
function hadProjects(raw: JsonValue): boolean {
  const projects = valueAt(raw, ["properties", "associatedProjects"]);
  const mayHave = valueAt(raw, ["properties", "allowProjectManagement"]);
  return mayHave !== false && !(Array.isArray(projects) && projects.length === 0);
}

/** Azure AI services accounts: Foundry, Azure OpenAI and the single-service kinds. */
export const cognitiveServices: SoftDeleteService = {
  id: "cognitiveServices",
  get name() {
    return l10n.t("AI services and Foundry");
  },
  resourceType,
  icon: "sparkle",
  noun: ({ kind }) => {
    switch (kind?.toLowerCase()) {
      case "openai":
        return l10n.t("Azure OpenAI resource");
      case "aiservices":
        return l10n.t("Foundry resource");
      default:
        return l10n.t("AI services resource");
    }
  },
  // "FlagMustBeSetForRestore": github.com/Azure/azure-cli/issues/18146. The property:
  // learn.microsoft.com/azure/ai-services/recover-purge-resources
  deployment: {
    outcome: "fails",
    terraform: ["azurerm_cognitive_account", "azurerm_ai_services"],
    recoverProperty: { name: "restore", value: true },
    variables: [
      "OPENAI",
      "AI_SERVICE",
      "AI_SERVICES",
      "AISERVICES",
      "COGNITIVE",
      "FOUNDRY",
      "SPEECH",
    ],
  },
  // github.com/Azure/azure-cli/issues/18146; that the code is of AI services where no id says
  // otherwise, github.com/Azure/azure-search-openai-demo/issues/734
  conflicts: {
    names: [
      quotedAfter(/Account Name:? /),
      quotedAfter(/creating (?:Account )?/),
      quotedAfter(/subdomain name /),
    ],
    messages: [
      { words: /FlagMustBeSetForRestore/, anyType: true },
      // github.com/Azure/bicep/issues/17663
      { words: /CustomDomainInUse/ },
      { words: /[Ss]ubdomain name ["'\\]{1,2}[^"'\\\s]{1,127}["'\\]{1,2} is not available/ },
    ],
  },
  // learn.microsoft.com/azure/security/fundamentals/azure-domains
  hosts: [".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"],

  availability: {},
  sources: [
    {
      kind: "collection",
      request: (subscriptionId) => ({
        method: "GET",
        path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.CognitiveServices/deletedAccounts`,
        apiVersion,
      }),
      read,
    },
  ],

  recover: (resource) => [
    {
      id: "recover",
      title: l10n.t("Recover {0}", cognitiveServices.noun(resource)),
      target: resource.name,
      request: {
        ...liveAccount(resource),
        method: "PUT",
        body: { location: resource.location, properties: { restore: true } },
      },
      postcondition: { request: liveAccount(resource), expects: "present" },
      precondition: preconditionOn(
        resource,
        { request: deletedAccount(resource) },
        "proceed",
        identity,
      ),
      retryOn: settling,
    },
  ],
  purge: (resource) => [
    {
      id: "purge",
      title: l10n.t("Purge {0}", cognitiveServices.noun(resource)),
      target: resource.name,
      request: { ...deletedAccount(resource), method: "DELETE" },
      postcondition: { request: deletedAccount(resource), expects: "absent" },
      precondition: preconditionOn(
        resource,
        { request: deletedAccount(resource) },
        "stop",
        identity,
      ),
      retryOn: settling,
    },
  ],
  // A Foundry resource with projects has a workspace behind them, whose deletion is one of its own:
  // github.com/Azure/azure-cli/issues/33756
  leavesBehind: ({ kind, resourceGroup, raw }) =>
    kind?.toLowerCase() === "aiservices" && resourceGroup !== undefined && hadProjects(raw)
      ? {
          serviceId: "machineLearning",
          resourceGroup,
          meaning: l10n.t(
            "While a workspace of its projects is soft-deleted, Azure can refuse a new Foundry resource with this name.",
          ),
        }
      : undefined,
  // Of the name there is only the domain to ask for, which most accounts have called after it:
  // learn.microsoft.com/rest/api/aiservices/accountmanagement/check-domain-availability
  nameCheck: (name, subscriptionId) => ({
    request: {
      method: "POST",
      path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.CognitiveServices/checkDomainAvailability`,
      apiVersion,
      body: { subdomainName: name, type: resourceType },
    },
    path: ["isSubdomainAvailable"],
    value: true,
  }),
  // learn.microsoft.com/azure/ai-services/recover-purge-resources#prerequisites
  prerequisites: ({ raw, subscriptionId }, settings = raw) => [
    ...customerManagedKeyVault(settings, subscriptionId),
    ...arrayAt(settings, "properties", "userOwnedStorage").flatMap(
      (storage) =>
        prerequisiteAt("Microsoft.Storage/storageAccounts", stringAt(storage, "resourceId") ?? "", {
          neededFor: l10n.t("the customer-managed storage"),
          without: l10n.t(
            "Azure requires the storage account to recover the resource, so the recovery is likely to fail.",
          ),
        }) ?? [],
    ),
  ],
  consequences: ({ kind, name }) => ({
    destroyed: [
      l10n.t("All data and keys of the resource are permanently lost."),
      ...(["openai", "aiservices"].includes(kind?.toLowerCase() ?? "")
        ? [l10n.t("Model deployments, fine-tuned models, and uploaded files are lost, too.")]
        : []),
    ],
    freed: [l10n.t('The name "{0}" can be used again, in any resource group.', name)],
    // "Charges for provisioned deployments on a deleted resource continue until the resource is
    // purged": learn.microsoft.com/azure/ai-services/recover-purge-resources
    billed: ["openai", "aiservices"].includes(kind?.toLowerCase() ?? "")
      ? [l10n.t("Any provisioned deployments are charged until the resource is purged.")]
      : [],
    notRestored: [l10n.t("The resource can take a few minutes to appear in lists again.")],
  }),

  permissions: {
    list: {
      action: "Microsoft.CognitiveServices/deletedAccounts/read",
      scope: "subscription",
      role: "Reader",
    },
    recover: {
      action: "Microsoft.CognitiveServices/accounts/write",
      scope: "resourceGroup",
      role: "Cognitive Services Contributor",
    },
    purge: {
      action: "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete",
      scope: "subscription",
      role: "Cognitive Services Contributor",
    },
  },
  get retention() {
    return l10n.t("48 hours after the deletion");
  },
  limits: [],
  documentation: "https://learn.microsoft.com/azure/ai-services/recover-purge-resources",
  errors: accountErrors,
  // learn.microsoft.com/azure/ai-services/recover-purge-resources, .../cli/azure/cognitiveservices/account
  commands: [
    {
      request:
        "PUT /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.CognitiveServices/accounts/{name}",
      body: { location: "{location}" },
      azureCli:
        "az cognitiveservices account recover --name {name} --resource-group {group} --location {location} --subscription {subscription}",
      powershell:
        "New-AzResource -ResourceId {id} -Location {location} -Properties @{restore=$true} -ApiVersion {apiVersion} -Force",
    },
    {
      request:
        "DELETE /subscriptions/{subscription}/providers/Microsoft.CognitiveServices/locations/{location}/resourceGroups/{group}/deletedAccounts/{name}",
      azureCli:
        "az cognitiveservices account purge --name {name} --resource-group {group} --location {location} --subscription {subscription}",
      powershell: "Remove-AzResource -ResourceId {id} -ApiVersion {apiVersion}",
    },
  ],
};

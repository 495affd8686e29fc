import * as l10n from "@vscode/l10n";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import { isJsonObject, stringAt, type JsonValue } from "../base/json";
import { normalizeLocation, parseResourceId, resourceIdOf } from "../azure/resourceId";
import { retentionTimes, toInstant, type DeletedResource } from "./deletedResource";
import { preconditionOn } from "./preconditions";
import { nameCheck } from "./parts/nameCheck";
import { originalOf } from "./parts/original";
import type { RetryOn } from "./plan";
import { quotedAfter } from "./nameConflicts";
import type { SoftDeleteService } from "./service";
import type { Origin } from "./source";

// Operations and shapes: learn.microsoft.com/rest/api/apimanagement/current-ga/deleted-services
const apiVersion = "2024-05-01";
const resourceType = "Microsoft.ApiManagement/service";

// "within 48 hours": learn.microsoft.com/azure/api-management/soft-delete
const retentionHours = 48;

// Distinguishes one deletion of a name from the next.
const identity = [
  ["properties", "deletionDate"],
  ["properties", "scheduledPurgeDate"],
];

// For about a minute after the delete a recovery answers 400, with no code that is documented:
// github.com/Azure/azure-rest-api-specs/issues/25262
const settling: RetryOn = {
  status: 400,
  retryEverySeconds: 20,
  giveUpAfterSeconds: 180,
};

function deletedService(resource: DeletedResource): ArmRequest {
  return { method: "GET", path: resource.deletedPath, apiVersion };
}

function liveService({ originalId }: DeletedResource): ArmRequest {
  return { method: "GET", path: pathOfId(originalId), apiVersion };
}

function read(item: JsonValue, { subscriptionId }: Origin): DeletedResource | undefined {
  const original = originalOf(stringAt(item, "properties", "serviceId"));
  // "location" is a display name ("West US 2"); the id has the name that paths need.
  const location =
    parseResourceId(stringAt(item, "id") ?? "")?.location ?? stringAt(item, "location");
  if (!isJsonObject(item) || location === undefined || original === undefined) {
    return undefined;
  }
  const { resourceGroup, name } = original;
  const region = normalizeLocation(location);
  const deletedAt = toInstant(stringAt(item, "properties", "deletionDate"));
  const scheduled = toInstant(stringAt(item, "properties", "scheduledPurgeDate"));
  return {
    serviceId: "apiManagement",
    subscriptionId,
    name,
    resourceGroup,
    location: region,
    kind: undefined,
    originalId: resourceIdOf({ subscriptionId, resourceGroup, resourceType, name }),
    deletedPath: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.ApiManagement/locations/${region}/deletedservices/${name}`,
    ...retentionTimes(deletedAt, retentionHours, scheduled),
    purgeProtected: false,
    tags: {},
    raw: item,
  };
}

/** Azure API Management services. */
export const apiManagement: SoftDeleteService = {
  id: "apiManagement",
  get name() {
    return l10n.t("API Management services");
  },
  resourceType,
  icon: "cloud",
  noun: () => l10n.t("API Management service"),
  // "ServiceAlreadyExistsInSoftDeletedState": learn.microsoft.com/azure/api-management/soft-delete. For
  // Terraform: registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/features-block
  deployment: {
    outcome: "fails",
    terraform: ["azurerm_api_management"],
    terraformRecovers: true,
    recoverProperty: { name: "restore", value: true },
    variables: ["APIM", "API_MANAGEMENT"],
  },
  conflicts: {
    names: [
      /Api service ([^\s"'\\]{1,100}) was soft-deleted/dg,
      quotedAfter(/Service Name:? /),
      quotedAfter(/API Management Service /),
      quotedAfter(/with the Name /),
    ],
    messages: [
      // github.com/hashicorp/terraform-provider-azurerm/issues/11580
      { words: /ServiceAlreadyExistsInSoftDeletedState/ },
      { words: /was soft-deleted\. In order to create/ },
      // A resource of github.com/hashicorp/terraform-provider-azurerm whose recovery is turned off
      { words: /existing soft-deleted API Management exists/ },
    ],
  },
  // learn.microsoft.com/azure/security/fundamentals/azure-domains
  hosts: [".azure-api.net"],

  availability: {},
  sources: [
    {
      kind: "collection",
      request: (subscriptionId) => ({
        method: "GET",
        path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.ApiManagement/deletedservices`,
        apiVersion,
      }),
      read,
    },
  ],

  recover: (resource) => [
    {
      id: "recover",
      title: l10n.t("Recover API Management service"),
      target: resource.name,
      request: {
        ...liveService(resource),
        method: "PUT",
        // With "restore" all other properties are ignored, and yet the schema requires these; the
        // deleted item has none of them. They are placeholders, as in Microsoft's own example:
        // learn.microsoft.com/azure/api-management/soft-delete#recover-a-soft-deleted-instance
        body: {
          location: resource.location,
          sku: { name: "Developer", capacity: 1 },
          properties: {
            publisherEmail: "publisher@example.com",
            publisherName: "Publisher",
            restore: true,
          },
        },
      },
      postcondition: { request: liveService(resource), expects: "present" },
      precondition: preconditionOn(
        resource,
        { request: deletedService(resource) },
        "proceed",
        identity,
      ),
      retryOn: settling,
      // The answer can be a bare 201 with nothing to follow, and it is many minutes until the service
      // is back: github.com/Azure/azure-rest-api-specs/issues/23456 and
      // github.com/hashicorp/terraform-provider-azurerm/pull/21221
      confirmWithinSeconds: 45 * 60,
    },
  ],
  purge: (resource) => [
    {
      id: "purge",
      title: l10n.t("Purge API Management service"),
      target: resource.name,
      request: { ...deletedService(resource), method: "DELETE" },
      postcondition: { request: deletedService(resource), expects: "absent" },
      precondition: preconditionOn(
        resource,
        { request: deletedService(resource) },
        "stop",
        identity,
      ),
    },
  ],
  // learn.microsoft.com/rest/api/apimanagement/api-management-service/check-name-availability
  nameCheck: (name, subscriptionId) =>
    nameCheck(resourceType, apiVersion, name, subscriptionId, {}),
  prerequisites: () => [],
  // learn.microsoft.com/azure/api-management/soft-delete
  consequences: ({ name }) => ({
    destroyed: [
      l10n.t(
        "The service is lost with everything in it: APIs, products, policies, subscription keys, and the developer portal.",
      ),
    ],
    freed: [
      l10n.t(
        'The name "{0}" can be used again in this subscription. Azure reserves the name for a few more days for other subscriptions.',
        name,
      ),
    ],
    billed: [],
    notRestored: [l10n.t("The service may need many minutes to work again.")],
  }),

  // learn.microsoft.com/azure/api-management/soft-delete#purge-a-soft-deleted-instance
  permissions: {
    list: {
      action: "Microsoft.ApiManagement/deletedservices/read",
      scope: "subscription",
      role: "Reader",
    },
    recover: {
      action: "Microsoft.ApiManagement/service/write",
      scope: "resourceGroup",
      role: "API Management Service Contributor",
      follow: "Microsoft.ApiManagement/service/operationresults/read",
    },
    purge: {
      action: "Microsoft.ApiManagement/locations/deletedservices/delete",
      scope: "subscription",
      role: "Contributor",
      // Without it Azure refuses the purge, and the reading of what is purged before it:
      // github.com/MicrosoftDocs/azure-docs/issues/103432
      also: [
        {
          action: "Microsoft.ApiManagement/locations/deletedservices/read",
          scope: "subscription",
          role: "Contributor",
        },
      ],
      // github.com/Azure/azure-cli/issues/29069
      follow: "Microsoft.ApiManagement/locations/deletedservices/operationresults/read",
    },
  },
  get retention() {
    return l10n.t("48 hours after the deletion");
  },
  get limits() {
    return [
      l10n.t(
        "Only services deleted with API version 2020-06-01-preview or later are soft-deleted. The portal, the Azure CLI, and Azure PowerShell use such a version.",
      ),
      l10n.t(
        "Azure refuses to recover a service for about a minute after the deletion, so the extension retries the request.",
      ),
    ];
  },
  documentation: "https://learn.microsoft.com/azure/api-management/soft-delete",
  errors: [
    {
      // github.com/hashicorp/terraform-provider-azurerm/issues/11580
      codes: ["ServiceAlreadyExistsInSoftDeletedState"],
      anyService: true,
      say: () =>
        l10n.t("A soft-deleted service holds this name. Recover or purge that service first."),
    },
    {
      // github.com/Azure/azure-rest-api-specs/issues/14961
      codes: ["ServiceNotFound"],
      say: () =>
        l10n.t(
          "Azure can't find the service, perhaps because it was just deleted. Refresh, then try again in a few minutes.",
        ),
    },
  ],
  // There is none to recover it: learn.microsoft.com/cli/azure/apim/deletedservice
  commands: [
    {
      request:
        "DELETE /subscriptions/{subscription}/providers/Microsoft.ApiManagement/locations/{location}/deletedservices/{name}",
      azureCli:
        "az apim deletedservice purge --service-name {name} --location {location} --subscription {subscription}",
    },
  ],
};

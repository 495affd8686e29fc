import { sameText } from "../base/sameText";
import * as l10n from "@vscode/l10n";
import { armPath, pathOfId, type ArmRequest } from "../azure/armRequest";
import { isJsonObject, stringAt, valueAt, type JsonValue } from "../base/json";
import { normalizeLocation, parseResourceId, resourceIdOf } from "../azure/resourceId";
import { retentionTimes, toInstant, type DeletedResource } from "./deletedResource";
import { preconditionOn } from "./preconditions";
import type { Answers } from "./question";
import type { SoftDeleteService } from "./service";
import type { Origin } from "./source";

// learn.microsoft.com/rest/api/appservice/web-apps/restore-from-deleted-app
const apiVersion = "2025-05-01";
const resourceType = "Microsoft.Web/sites";

// "Deleted apps are purged from the system 30 days after the initial deletion":
// learn.microsoft.com/azure/app-service/app-service-undelete
const retentionHours = 30 * 24;

// Distinguishes one deletion from the next; each also has a number.
const identity = [
  ["properties", "deletedTimestamp"],
  ["properties", "deletedSiteName"],
];

const target = "target";

/** The picked app or slot, if its id can be part of a URL; otherwise undefined. */
function pickedApp(
  { subscriptionId }: DeletedResource,
  answers: Answers,
): { readonly path: string; readonly resourceGroup: string; readonly name: string } | undefined {
  const id = answers[target] ?? "";
  const parts = parseResourceId(id);
  const types = parts?.resources.map(({ type }) => type.toLowerCase()).join("/");
  return parts?.resourceGroup === undefined ||
    !sameText(parts.subscriptionId, subscriptionId) ||
    parts.provider?.toLowerCase() !== "microsoft.web" ||
    (types !== "sites" && types !== "sites/slots")
    ? undefined
    : {
        path: pathOfId(id),
        resourceGroup: parts.resourceGroup,
        name: parts.resources.map(({ name }) => name).join("/"),
      };
}

function isFunctionApp({ kind }: DeletedResource): boolean {
  return /\bfunctionapp\b/i.test(kind ?? "");
}

/** The id of an app, unlike a slot's, has no slot segment. */
function isSlot({ originalId }: DeletedResource): boolean {
  return parseResourceId(originalId)?.resources.length === 2;
}

/**
 * Azure documents 30 days, but lists deleted apps for up to 90 (39 % of 6,562 recorded apps were
 * older than 30 days: github.com/Azure/azure-cli, command_modules/appservice). After 30 days the
 * purge time is unknown.
 */
function kept(
  deletedAt: string | undefined,
  listedAt: number | undefined,
): Pick<DeletedResource, "deletedAt" | "purgeAt" | "purgeAtFrom" | "remarks"> {
  const times = retentionTimes(deletedAt, retentionHours);
  const { purgeAt } = times;
  return purgeAt !== undefined && listedAt !== undefined && Date.parse(purgeAt) <= listedAt
    ? {
        ...times,
        purgeAt: undefined,
        remarks: [
          l10n.t(
            "Azure still lists this app, but documents a retention of 30 days, so Azure may refuse to restore it.",
          ),
        ],
      }
    : times;
}

function read(item: JsonValue, { subscriptionId, listedAt }: Origin): DeletedResource | undefined {
  // The item's published id contains spaces and a type that requests don't accept.
  const number = valueAt(item, ["properties", "deletedSiteId"]);
  const app = stringAt(item, "properties", "deletedSiteName");
  const resourceGroup = stringAt(item, "properties", "resourceGroup");
  const region = normalizeLocation(stringAt(item, "properties", "geoRegionName") ?? "");
  if (
    !isJsonObject(item) ||
    typeof number !== "number" ||
    !Number.isSafeInteger(number) ||
    app === undefined ||
    resourceGroup === undefined ||
    region === ""
  ) {
    return undefined;
  }
  const deletedAt = toInstant(stringAt(item, "properties", "deletedTimestamp"));
  const slot = stringAt(item, "properties", "slot");
  const appId = resourceIdOf({ subscriptionId, resourceGroup, resourceType, name: app });
  const isProduction = slot === undefined || slot.toLowerCase() === "production";
  return {
    serviceId: "appService",
    subscriptionId,
    name: isProduction ? app : `${app}/${slot}`,
    resourceGroup,
    location: region,
    kind: stringAt(item, "properties", "kind"),
    originalId: isProduction
      ? appId
      : resourceIdOf({
          subscriptionId,
          resourceGroup,
          resourceType: `${resourceType}/${app}/slots`,
          name: slot,
        }),
    deletedPath: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.Web/deletedSites/${String(number)}`,
    ...kept(deletedAt, listedAt),
    purgeProtected: false,
    tags: {},
    raw: item,
  };
}

/** App Service apps and their slots: web apps, function apps, and other kinds. */
export const appService: SoftDeleteService = {
  id: "appService",
  get name() {
    return l10n.t("App Service apps");
  },
  resourceType,
  icon: "globe",
  noun: (resource) => {
    if (isSlot(resource)) {
      return l10n.t("deployment slot");
    }
    return isFunctionApp(resource) ? l10n.t("function app") : l10n.t("App Service app");
  },
  // learn.microsoft.com/azure/security/fundamentals/azure-domains
  hosts: [".azurewebsites.net"],

  availability: {},
  sources: [
    {
      kind: "collection",
      request: (subscriptionId) => ({
        method: "GET",
        path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.Web/deletedSites`,
        apiVersion,
      }),
      read,
    },
  ],

  // "You need an existing target app that is the same type as the deleted app, and created in the
  // same region": learn.microsoft.com/azure/app-service/app-service-undelete#prerequisites
  questions: ({ location }) => [
    {
      kind: "live",
      id: target,
      prompt: l10n.t(
        "Select an app or slot of the same kind in {0} to restore into. Its content and configuration will be overwritten",
        location,
      ),
      types: ["microsoft.web/sites", "microsoft.web/sites/slots"],
      location,
      none: l10n.t(
        "A deleted app is restored into an existing app in its region, and this subscription has none there. Create an app of the same kind in {0}, then recover again.",
        location,
      ),
    },
  ],
  home: (resource, answers) => ({
    resourceGroup: pickedApp(resource, answers)?.resourceGroup ?? resource.resourceGroup ?? "",
    location: resource.location,
  }),
  recover: (resource, { answers }) => {
    const picked = pickedApp(resource, answers);
    if (picked === undefined) {
      return {
        refused: l10n.t(
          "A deleted app is restored into an existing app in the same subscription. Select an app to restore into.",
        ),
      };
    }
    const deleted: ArmRequest = { method: "GET", path: resource.deletedPath, apiVersion };
    return [
      {
        id: "recover",
        title: l10n.t('Restore {0} into "{1}"', appService.noun(resource), picked.name),
        target: resource.name,
        overwrites: l10n.t(
          'The content and configuration of "{0}" will be overwritten. You can\'t undo this.',
          picked.name,
        ),
        // Without a snapshot's time, Azure restores to "the time that the app was deleted". No read
        // shows whether the restore has happened, so there is no postcondition.
        request: {
          method: "POST",
          path: `${picked.path}/restoreFromDeletedApp`,
          apiVersion,
          body: {
            properties: { deletedSiteId: resource.deletedPath, recoverConfiguration: true },
          },
        },
        precondition: preconditionOn(resource, { request: deleted }, "proceed", identity),
      },
    ];
  },
  recoversACopy: "existing",
  purge: () => ({
    refused: l10n.t("A deleted app can't be purged. Azure removes it 30 days after the deletion."),
  }),
  prerequisites: () => [],
  // learn.microsoft.com/azure/app-service/app-service-undelete
  consequences: (resource) => ({
    destroyed: [],
    freed: [],
    billed: [],
    notRestored: [
      l10n.t("The content and configuration of the app or slot you restore into are overwritten."),
      l10n.t("Custom domains, bindings, and imported certificates: add them again."),
      ...(isSlot(resource)
        ? []
        : [
            l10n.t(
              "Deployment slots: each slot is listed as a separate deleted app. Restore each one separately.",
            ),
          ]),
      ...(isFunctionApp(resource)
        ? [
            l10n.t(
              "A function app on a Consumption or Elastic Premium plan can't be restored this way, because its content is in its storage account.",
            ),
          ]
        : []),
    ],
  }),

  // learn.microsoft.com/azure/role-based-access-control/permissions/web-and-mobile#microsoftweb;
  // it names no such action for slots.
  permissions: {
    list: {
      action: "Microsoft.Web/deletedSites/Read",
      scope: "subscription",
      role: "Reader",
    },
    recover: {
      action: "Microsoft.Web/sites/restorefromdeletedapp/action",
      scope: "resourceGroup",
      role: "Website Contributor",
    },
  },
  get retention() {
    return l10n.t("30 days after the deletion");
  },
  get limits() {
    return [
      l10n.t("A deleted app is restored into an existing app and overwrites it."),
      l10n.t("The existing app must be of the same kind and in the same region."),
      l10n.t(
        "Apps in the Free and Shared tiers, and function apps on Consumption and Elastic Premium plans, can't be restored.",
      ),
      l10n.t(
        "An app in an App Service Environment can be restored only if that environment exists.",
      ),
      l10n.t(
        "Microsoft doesn't document whether Azure still lists a deleted app after you restore it. The extension assumes the app stays listed until its retention period ends.",
      ),
    ];
  },
  documentation: "https://learn.microsoft.com/azure/app-service/app-service-undelete",
  // The cmdlet takes a name, which several deleted apps can share:
  // learn.microsoft.com/cli/azure/webapp/deleted
  commands: [
    {
      request:
        "POST /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Web/sites/{name}/restoreFromDeletedApp",
      body: { "properties.deletedSiteId": "{deletedId}" },
      azureCli:
        "az webapp deleted restore --name {name} --resource-group {group} --deleted-id {deletedId} --subscription {subscription}",
    },
    {
      request:
        "POST /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Web/sites/{name}/slots/{slot}/restoreFromDeletedApp",
      body: { "properties.deletedSiteId": "{deletedId}" },
      azureCli:
        "az webapp deleted restore --name {name} --resource-group {group} --slot {slot} --deleted-id {deletedId} --subscription {subscription}",
    },
  ],
};

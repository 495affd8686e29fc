import type { ArmResponse } from "../armResponse";
import {
  deleteDefinition,
  deleteGallery,
  getDefinition,
  getGallery,
  listDefinitions,
  listGalleries,
  patchGallery,
  putGallery,
} from "../providers/computeGalleries";
import {
  definitionBody,
  galleryBody,
  versionBody,
  versionId,
} from "../providers/computeGalleryBodies";
import { capsOperations } from "../providers/computeGalleryLookup";
import {
  deletedVersionsOf,
  galleriesOf,
  type ImageDefinition,
  type ImageVersion,
} from "../providers/computeGalleryState";
import {
  deleteVersion,
  getVersion,
  listDeletedVersions,
  listVersions,
  patchVersion,
  purgeVersion,
  putVersion,
} from "../providers/computeGalleryVersions";
import { registerFeature } from "../providers/featureRegistrations";
import { operationResultsRoute } from "../providers/longRunning";
import { objectAt, textAt, type JsonObject } from "../json";
import { day, hours } from "../retention";
import { routesOf, type Route, type SubscriptionContext } from "../route";
import type { GraphRow, SimulatedService } from "../service";
import type { SubscriptionState } from "../subscriptionState";

const namespace = "Microsoft.Compute";
const apiVersions = ["2025-12-03", "2025-03-03", "2024-03-03", "2023-07-03", "2022-08-03"];
const inSubscription = `/subscriptions/{subscriptionId}/providers/${namespace}`;
const inGroup = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const gallery = `${inGroup}/galleries/{gallery}`;
const definition = `${gallery}/images/{definition}`;
const version = `${definition}/versions/{version}`;
const deleted = `${gallery}/softDeletedArtifactTypes/{artifactType}/artifacts/{definition}/versions`;

/**
 * Galleries with their image definitions and image versions, live and soft-deleted.
 * Source: https://learn.microsoft.com/azure/virtual-machines/soft-delete-gallery and
 * Azure/azure-rest-api-specs, Microsoft.Compute, GalleryRP.json
 */
export const service: SimulatedService = {
  namespace,
  resourceTypes: {
    galleries: apiVersions,
    "galleries/images": apiVersions,
    "galleries/images/versions": apiVersions,
    "galleries/softDeletedArtifactTypes/artifacts/versions": [
      "2025-12-03",
      "2025-03-03",
      "2024-03-03",
    ],
    "locations/capsOperations": apiVersions,
  },
  routes: [
    route("GET", `${inSubscription}/galleries`, "", listGalleries),
    route("GET", `${inGroup}/galleries`, "", listGalleries),
    route("GET", gallery, "read", getGallery),
    route("PUT", gallery, "write", putGallery),
    route("PATCH", gallery, "write", patchGallery),
    route("DELETE", gallery, "delete", deleteGallery),
    route("GET", `${gallery}/images`, "", listDefinitions),
    route("GET", definition, "read", getDefinition),
    route("DELETE", definition, "delete", deleteDefinition),
    route("GET", `${definition}/versions`, "read", listVersions),
    route("GET", version, "read", getVersion),
    route("PUT", version, "write", putVersion),
    route("PATCH", version, "write", patchVersion),
    route("DELETE", version, "delete", deleteVersion),
    route("GET", deleted, "read", listDeletedVersions),
    route("DELETE", `${deleted}/{version}`, "delete", purgeVersion),
    operationResultsRoute(namespace, "azure-asyncoperation", 10, {
      template: capsOperations,
      resourceType: "locations/capsOperations",
      action: `${namespace}/locations/capsOperations/read`,
    }),
  ],
  graph: { resources: graphRows },
  deletions: (subscription) =>
    galleriesOf(subscription).flatMap((one) =>
      one.definitions.flatMap((definitionOfIt) =>
        deletedVersionsOf(subscription, definitionOfIt).map((item) => ({
          resourceId: versionId(subscription, one, definitionOfIt, item.version),
          operation: `${namespace}/galleries/images/versions/delete`,
          at: item.deletedAt,
          caller: item.deletedBy,
        })),
      ),
    ),
  example,
  snapshot: (subscription) => ({
    galleries: galleriesOf(subscription).map(({ name, softDelete, definitions }) => ({
      name,
      softDelete: softDelete ?? null,
      definitions: definitions.map((one) => ({
        name: one.name,
        versions: one.versions.map((item) => item.name),
        deleted: deletedVersionsOf(subscription, one).map((item) => item.version.name),
      })),
    })),
  }),
};

/** No list names the permissions on deleted versions: they are taken to be those on versions. */
function route(
  method: string,
  template: string,
  verb: string,
  handle: (context: SubscriptionContext) => ArmResponse,
): Route {
  const isDeleted = template.startsWith(deleted);
  const type = /\/images\b/.test(template) || isDeleted ? "galleries/images" : "galleries";
  const resource = /\/versions\b/.test(template) ? `${type}/versions` : type;
  return routesOf(namespace)(
    method,
    template,
    isDeleted ? "galleries/softDeletedArtifactTypes/artifacts/versions" : resource,
    handle,
    verb === "" ? {} : { action: `${namespace}/${resource}/${verb}`, scope: template },
  );
}

function graphRows(subscription: SubscriptionState): readonly GraphRow[] {
  return galleriesOf(subscription).flatMap((one) => [
    row("galleries", one.resourceGroup, galleryBody(subscription, one)),
    ...one.definitions.flatMap((definitionOfIt) => [
      row("galleries/images", one.resourceGroup, definitionBody(subscription, one, definitionOfIt)),
      ...definitionOfIt.versions.map((item) =>
        row(
          "galleries/images/versions",
          one.resourceGroup,
          versionBody(subscription, one, definitionOfIt, item),
        ),
      ),
    ]),
  ]);
}

function row(type: string, resourceGroup: string, body: JsonObject): GraphRow {
  return {
    id: textAt(body, "id") ?? "",
    name: textAt(body, "name") ?? "",
    type: `${namespace}/${type}`.toLowerCase(),
    location: textAt(body, "location") ?? "",
    resourceGroup,
    tags: objectAt(body, "tags"),
    properties: objectAt(body, "properties"),
  };
}

function example(subscription: SubscriptionState): void {
  const now = subscription.time.now();
  const made = (name: string, more: Partial<ImageVersion> = {}): ImageVersion => ({
    name,
    regions: ["Sweden Central", "West Europe"],
    replicas: 3,
    publishedAt: now - 90 * day,
    outcome: "Succeeded",
    busyUntil: 0,
    ...more,
  });
  const ubuntu: ImageDefinition = {
    name: "ubuntu-22.04.lts",
    osType: "Linux",
    versions: [made("2.0.0"), made("2.1.0", { outcome: "Failed" })],
    deleted: [
      {
        version: made("1.0.0"),
        deletedAt: now - 2 * day - hours(1),
        deletedBy: undefined,
        purgedAt: undefined,
      },
      {
        version: made("1.1.0"),
        deletedAt: now - hours(3),
        deletedBy: "pipeline@contoso.example",
        purgedAt: undefined,
      },
    ],
  };
  const windows: ImageDefinition = {
    name: "windows-server",
    osType: "Windows",
    versions: [made("1.0.0")],
    deleted: [],
  };
  const common = { resourceGroup: "rg-platform", location: "Sweden Central", busyUntil: 0 };
  registerFeature(subscription, "Microsoft.Compute/SIGSoftDelete", now);
  galleriesOf(subscription).push(
    {
      ...common,
      name: "gal_platform",
      tags: { team: "platform" },
      description: "Base images",
      sharing: { permissions: "Private" },
      softDelete: true,
      definitions: [ubuntu],
    },
    {
      ...common,
      name: "gal_platform.off",
      tags: { team: "platform" },
      description: "Base images of the old kind",
      sharing: undefined,
      softDelete: undefined,
      definitions: [windows],
    },
  );
}

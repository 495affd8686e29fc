import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { ArmRequest } from "../../src/azure/armRequest";
import type { JsonObject } from "../../src/base/json";
import { computeGallery } from "../../src/services/computeGallery";
import type { DeletedResource } from "../../src/services/deletedResource";
import { galleryRequest, softDeletingDefinitions } from "../../src/services/parts/gallery";
import { featureRequest, registerFeature } from "../../src/features/liveResources/galleryFeature";
import { turnSoftDelete } from "../../src/features/liveResources/gallerySoftDeleteSteps";
import { deleteVersion } from "../../src/features/liveResources/galleryVersionDelete";
import { isRefusal } from "../../src/services/service";
import type { LiveRow } from "../../src/services/source";
import { called, deletedVersionsOf, galleryIn } from "../simulator/providers/computeGalleryState";
import type { SubscriptionState } from "../simulator/subscriptionState";
import { anyCase, azureName } from "../unit/azure/arbitraries";
import { described, readFrom } from "../unit/catalogue/reading";
import { liveGallery, liveVersion } from "../unit/features/liveResources/gallerySamples";
import { subscriptionId, tenantId } from "../unit/services/samples";
import type { CatalogueCase, Shape } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const gallery = `${subscription}/resourceGroups/myResourceGroup/providers/Microsoft.Compute/galleries/myGalleryName`;
const definition = `${gallery}/images/myGalleryImageName`;
const live = `${definition}/versions/1.0.0`;
const list = `${gallery}/softDeletedArtifactTypes/Images/artifacts/myGalleryImageName/versions`;
const version = "?api-version=2025-03-03";
const examples =
  "https://github.com/Azure/azure-rest-api-specs/blob/main/specification/compute/resource-manager/Microsoft.Compute/Compute/stable/2025-03-03/examples/galleryExamples";

const parent = { id: definition, name: "myGalleryImageName", location: "westus" };
const item = {
  name: "1.0.0",
  id: `${list}/1.0.0`,
  type: "Microsoft.Compute/galleries/softDeletedArtifactTypes/artifacts/versions",
  location: "West US",
  properties: {
    resourceArmId: live,
    softDeletedTime: "2024-10-17T13:01:05+00:00",
    softDeletedArtifactType: "Images",
  },
} satisfies JsonObject;

/** Names of galleries and definitions have dots as well. */
const dotted = fc.oneof(
  azureName,
  fc.tuple(azureName, azureName).map((parts) => parts.join(".")),
);

const shapes: fc.Arbitrary<Shape> = fc
  .record({
    group: azureName,
    galleryName: dotted,
    definitionName: dotted,
    versionName: fc.tuple(fc.nat(), fc.nat(), fc.nat()).map((parts) => parts.join(".")),
    groups: anyCase("resourceGroups"),
    slash: fc.constantFrom("", "/"),
    location: fc.constantFrom("West US", "westus", "WestUS", undefined),
    hasOldId: fc.boolean(),
    at: fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
    written: fc.constantFrom("Z", "+00:00", "", undefined),
  })
  .map(({ group, galleryName, definitionName, versionName, groups, slash, ...rest }) => {
    const idOf = (inGroups: string): string =>
      `subscriptions/${subscriptionId}/${inGroups}/${group}/providers/Microsoft.Compute/galleries/${galleryName}`;
    const iso = rest.at.toISOString();
    const purge = new Date(rest.at.getTime() + 7 * 24 * 3_600_000).toISOString();
    const below = `${definitionName}/versions/${versionName}`;
    const isDated = rest.written !== undefined;
    return {
      origin: { parent },
      item: {
        name: versionName,
        id: `${slash}${idOf(groups)}/softDeletedArtifactTypes/Images/artifacts/${below}`,
        ...(rest.location === undefined ? {} : { location: rest.location }),
        properties: {
          ...(rest.hasOldId ? { resourceArmId: `${slash}${idOf(groups)}/images/${below}` } : {}),
          ...(isDated ? { softDeletedTime: iso.replace("Z", rest.written ?? "") } : {}),
        },
      },
      read: {
        name: `${galleryName}/${definitionName}/${versionName}`,
        resourceGroup: group,
        location: "westus",
        originalId: `/${idOf("resourceGroups")}/images/${below}`,
        deletedPath: `/${idOf("resourceGroups")}/softDeletedArtifactTypes/Images/artifacts/${below}`,
        deletedAt: isDated ? iso : undefined,
        purgeAt: isDated ? purge : undefined,
        purgeAtFrom: "retention",
      },
    };
  });

function readItem(changed: JsonObject): DeletedResource {
  const resource = readFrom(computeGallery, { item: changed, origin: { parent } });
  if (resource === undefined || resource === "live") {
    throw new Error("The sample could not be read.");
  }
  return resource;
}

function walkBelow(id: string): readonly ArmRequest[] {
  const [, ...below] = softDeletingDefinitions.walk;
  return below.map((next) => next({ ...parent, id }).request);
}

const platform = "/resourceGroups/rg-platform/providers/Microsoft.Compute/galleries/gal_platform";
const ubuntu = `${platform}/images/ubuntu-22.04.lts`;
const deletedUbuntu = `${platform}/softDeletedArtifactTypes/Images/artifacts/ubuntu-22.04.lts/versions`;
const features = "/providers/Microsoft.Features/providers/Microsoft.Compute/features";
const home = { location: "swedencentral" };
const restore = { properties: { restore: true, storageProfile: {} } };

function ubuntuIn(subscriptionState: SubscriptionState) {
  const found = galleryIn(subscriptionState, "rg-platform", "gal_platform");
  return found && called(found.definitions, "ubuntu-22.04.lts");
}

/** Image versions of Azure Compute Gallery in the tests. */
export const entry: CatalogueCase = {
  service: computeGallery,
  examples: [
    {
      from: `${examples}/GallerySoftDeletedResource_ListByArtifactName.json`,
      item,
      origin: { parent },
      read: {
        name: "myGalleryName/myGalleryImageName/1.0.0",
        resourceGroup: "myResourceGroup",
        location: "westus",
        kind: undefined,
        originalId: live,
        deletedPath: `${list}/1.0.0`,
        deletedAt: "2024-10-17T13:01:05.000Z",
        purgeAt: "2024-10-24T13:01:05.000Z",
        purgeAtFrom: "retention",
        purgeProtected: false,
        tags: {},
      },
    },
  ],
  shapes,
  required: [["name"]],
  plans: {
    list: [`GET ${list}${version}`],
    recover: [`PUT ${live}${version} {"location":"westus"}`],
    purge: [`DELETE ${list}/1.0.0${version}`],
    commands: {
      recover: [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
      purge: [/^az rest --method delete /, /^Invoke-AzRestMethod -Method DELETE /],
    },
  },
  others: () => {
    const changes = [
      registerFeature(subscriptionId, undefined),
      turnSoftDelete(true, liveGallery({ on: false })),
      turnSoftDelete(false, liveGallery({ on: true })),
      deleteVersion(liveVersion(), liveGallery({ on: true }), true),
    ];
    return [
      ...walkBelow(gallery),
      featureRequest(subscriptionId),
      galleryRequest(gallery),
      ...changes
        .flatMap((change) => ("refused" in change ? [] : change.steps))
        .map(({ request }) => request),
    ];
  },
  roles: {
    "Compute Gallery Artifacts Publisher": {
      actions: ["Microsoft.Compute/galleries/*", "Microsoft.Compute/locations/capsOperations/read"],
      notActions: ["Microsoft.Compute/galleries/share/action"],
    },
  },
  contract: [
    {
      namespace: "Microsoft.Compute",
      inUse: "2025-03-03",
      inFile: "2023-07-03",
      file: "compute/resource-manager/Microsoft.Compute/GalleryRP/stable/2023-07-03/gallery.json",
      source:
        "https://learn.microsoft.com/azure/virtual-machines/soft-delete-gallery: soft delete needs 2024-03-03 at least; galleries, definitions and versions have kept their shapes",
    },
    {
      namespace: "Microsoft.Features",
      inUse: "2021-07-01",
      source: "https://learn.microsoft.com/rest/api/resources/features",
    },
  ],
  unpublished: [
    [
      /^GET .*\/softDeletedArtifactTypes\/Images\/artifacts\/[^/]+\/versions$/,
      `${examples}/GallerySoftDeletedResource_ListByArtifactName.json: newer than the file`,
    ],
    [
      /^DELETE .*\/softDeletedArtifactTypes\/Images\/artifacts\/[^/]+\/versions\/[^/]+$/,
      "https://learn.microsoft.com/azure/virtual-machines/soft-delete-gallery#hard-delete-an-image",
    ],
    [
      /^POST .*\/providers\/Microsoft\.Compute\/register$/,
      "https://learn.microsoft.com/rest/api/resources/providers/register: the validator looks for it in the files of Microsoft.Compute, where it is not",
    ],
  ],
  newer: [
    ["/properties/restore", `${examples}/GalleryImageVersion_Update_RestoreSoftDeleted.json`],
    ["/identity", "https://learn.microsoft.com/azure/templates/microsoft.compute/galleries"],
  ],
  exchanges: [
    ["GET", `/providers/Microsoft.Compute/galleries${version}`, 200],
    ["GET", `${platform}${version}`, 200],
    ["GET", `${platform}.never.was${version}`, 404],
    ["GET", `${platform}/images${version}`, 200],
    ["GET", `${ubuntu}${version}`, 200],
    ["GET", `${ubuntu}/versions${version}`, 200],
    ["GET", `${ubuntu}/versions/2.0.0${version}`, 200],
    ["GET", `${ubuntu}/versions/1.0.0${version}`, 404],
    ["GET", `${deletedUbuntu}${version}`, 200],
    ["PUT", `${ubuntu}/versions/1.0.0${version}`, 409, { location: "westeurope" }],
    ["PUT", `${ubuntu}/versions/1.0.0${version}`, 201, home],
    ["GET", `${ubuntu}/versions/1.0.0${version}`, 200],
    ["PUT", `${ubuntu}/versions/9.9.9${version}`, 400, home],
    ["PATCH", `${ubuntu}/versions/1.1.0${version}`, 200, restore],
    ["PATCH", `${ubuntu}/versions/9.9.9${version}`, 404, restore],
    ["GET", `${deletedUbuntu}${version}`, 200],
    ["DELETE", `${ubuntu}/versions/2.0.0${version}`, 202],
    ["DELETE", `${ubuntu}/versions/2.0.0${version}`, 204],
    ["DELETE", `${ubuntu}/versions/2.1.0${version}`, 409],
    ["DELETE", `${deletedUbuntu}/2.0.0${version}`, 202],
    ["DELETE", `${deletedUbuntu}/2.0.0${version}`, 409],
    ["DELETE", `${deletedUbuntu}/9.9.9${version}`, 404],
    ["DELETE", `${ubuntu}${version}`, 409],
    ["DELETE", `${platform}${version}`, 409],
    [
      "PUT",
      `${platform}.off${version}`,
      200,
      { ...home, properties: { softDeletePolicy: { isSoftDeleteEnabled: true } } },
    ],
    ["PATCH", `${platform}.off${version}`, 200, { properties: { description: "Base images" } }],
    ["GET", `${features}/SIGSoftDelete?api-version=2021-07-01`, 200],
    ["POST", `${features}/EncryptionAtHost/register?api-version=2021-07-01`, 200],
    ["GET", `${features}/NeverWas?api-version=2021-07-01`, 404],
  ],
  window: {
    row: "gal_platform/ubuntu-22.04.lts/1.0.0",
    description: /^4 days left · rg-platform · swedencentral$/,
    recover: {
      asks: /Azure kept one replica per region/,
      isBack: (state) => called(ubuntuIn(state)?.versions ?? [], "1.0.0") !== undefined,
    },
    purge: {
      says: /The image version is permanently lost in every region it was in\./,
      isGone: (state) => {
        const found = ubuntuIn(state);
        return (
          found !== undefined &&
          deletedVersionsOf(state, found).every((one) => one.version.name !== "1.0.0")
        );
      },
    },
  },
  checks: () => {
    const resource = readItem(item);

    it("recovers in a second way where Azure refuses the first", () => {
      const steps = computeGallery.recover(resource, { tenantId, answers: {} });
      const [step] = isRefusal(steps) ? [] : steps;
      expect(step?.fallbackRequest && described(step.fallbackRequest)).toBe(
        `PATCH ${live}${version} {"properties":{"restore":true,"storageProfile":{}}}`,
      );
      expect(step?.postcondition).toEqual({
        expects: "present",
        request: { method: "GET", path: live, apiVersion: "2025-03-03" },
      });
    });

    it("is looked up again in the list of its definition, there being no address of its own", () => {
      const steps = computeGallery.purge(resource);
      const [step] = isRefusal(steps) ? [] : steps;
      const probe = {
        request: { method: "GET", path: list, apiVersion: "2025-03-03" },
        entry: { path: ["name"], value: "1.0.0" },
      };
      expect(step?.postcondition).toEqual({ ...probe, expects: "absent" });
      expect(step?.precondition).toEqual({
        ...probe,
        ifForbidden: "stop",
        unchanged: [
          { path: ["properties", "softDeletedTime"], value: item.properties.softDeletedTime },
        ],
      });
    });

    it("is recovered only while no version has been made under its name", () => {
      const steps = computeGallery.recover(resource, { tenantId, answers: {} });
      const precondition = isRefusal(steps) ? undefined : steps[0]?.precondition;
      expect([precondition?.entry?.value, precondition?.ifForbidden]).toEqual(["1.0.0", "proceed"]);
      expect(precondition?.and).toMatchObject({
        request: { method: "GET", path: live, apiVersion: "2025-03-03" },
        ifForbidden: "stop",
        allowMissing: true,
      });
      expect(precondition?.and?.message).toMatch(
        /live image version with this name exists, so nothing was sent/,
      );
    });

    it("is purged when Azure says, where it does", () => {
      const hardDeletionTargetTime = "2024-11-23T13:01:05Z";
      const properties = { ...item.properties, hardDeletionTargetTime };
      expect(readItem({ ...item, properties })).toMatchObject({
        purgeAt: "2024-11-23T13:01:05.000Z",
        purgeAtFrom: "azure",
      });
    });

    it("has no item whose id is of another version or of something else", () => {
      for (const resourceArmId of [live.replace("1.0.0", "2.0.0"), gallery]) {
        const changed = { ...item, id: resourceArmId, properties: { resourceArmId } };
        expect(readFrom(computeGallery, { item: changed, origin: { parent } })).toBeUndefined();
      }
    });

    it("looks below the definitions of galleries that soft-delete, as the graph has them", () => {
      const row = (id: string, type: string, softDelete: unknown): LiveRow => ({
        id,
        name: "any",
        location: "westus",
        type,
        raw: { softDelete } as JsonObject,
      });
      const of = (id: string, softDelete: unknown) => [
        row(id, "microsoft.compute/galleries", softDelete),
        row(`${id}/images/ubuntu`, "microsoft.compute/galleries/images", null),
      ];
      const select = (...rows: readonly LiveRow[]) =>
        softDeletingDefinitions.select(rows)?.map(({ id }) => id);
      expect(
        select(
          ...of("/g/on", true),
          ...of("/g/off", false),
          ...of("/g/never", null),
          ...of("/g/one", 1),
          ...of("/g/ON.2", 0),
        ),
      ).toEqual(["/g/on/images/ubuntu", "/g/one/images/ubuntu"]);
      expect(
        select(
          ...of("/g/on", true),
          row("/G/On/images/b", "microsoft.compute/galleries/images", null),
        ),
      ).toEqual(["/g/on/images/ubuntu", "/G/On/images/b"]);
      expect(select(...of("/g/a", null), ...of("/g/b", undefined))).toBeUndefined();
      expect(select()).toEqual([]);
    });

    it("walks from galleries that soft-delete to their definitions where the graph does not say", () => {
      const galleries = softDeletingDefinitions.walk[0](subscriptionId);
      expect(described(galleries.request)).toBe(
        `GET ${subscription}/providers/Microsoft.Compute/galleries${version}`,
      );
      const admitted = [true, false, undefined].map((on) =>
        galleries.admits?.(liveGallery({ on })),
      );
      expect(admitted).toEqual([true, false, false]);
      expect(walkBelow(gallery).map(described)).toEqual([`GET ${gallery}/images${version}`]);
    });

    it("says what is paid for, what is kept and what is blocked", () => {
      const { billed, freed, notRestored } = computeGallery.consequences(resource);
      expect(billed).toEqual([
        "Azure keeps one replica in each region and charges for it until the image version is purged.",
      ]);
      expect(freed.join()).toMatch(/"1\.0\.0" can be used again.*"myGalleryName" can be deleted/);
      expect(notRestored.join()).toMatch(
        /Azure kept one replica per region and doesn't document whether the others come back\. Check the replica counts afterward\./,
      );
      expect(computeGallery.prerequisites(resource)).toEqual([]);
      expect(computeGallery.availability).toEqual({ nationalClouds: false, preview: true });
      expect(computeGallery.limits.join("\n")).toMatch(/SIGSoftDelete[^]*same region[^]*Flexible/);
    });
  },
};

import { describe, expect, it } from "vitest";
import { pathAndQuery, type ArmRequest } from "../../../src/azure/armRequest";
import type { JsonObject } from "../../../src/base/json";
import { galleryRequest, isSoftDeleteOn } from "../../../src/services/parts/gallery";
import {
  featureRequest,
  isRegistered,
  registerFeature,
} from "../../../src/features/liveResources/galleryFeature";
import { turnSoftDelete } from "../../../src/features/liveResources/gallerySoftDeleteSteps";
import { deleteVersion } from "../../../src/features/liveResources/galleryVersionDelete";
import type { PlanStep } from "../../../src/services/plan";
import { galleriesOf } from "../../simulator/providers/computeGalleryState";
import { everyService } from "../../simulator/scenarios/everyService";
import { danaAs } from "../../simulator/scenarios/people";
import type { ScenarioSubscription } from "../../simulator/scenario";
import type { SubscriptionState } from "../../simulator/subscriptionState";
import { errorOf, json, names, type Answer } from "./client";
import { useSimulator } from "./useSimulator";

const [platform] = everyService.subscriptions;
const subscriptionId = platform?.id ?? "";
const group = `/subscriptions/${subscriptionId}/resourceGroups/rg-platform/providers/Microsoft.Compute`;
const kept = `${group}/galleries/gal_platform`;
const unkept = `${group}/galleries/gal_platform.off`;
const versions = "images/ubuntu-22.04.lts/versions";
const deleted = `${kept}/softDeletedArtifactTypes/Images/artifacts/ubuntu-22.04.lts/versions?api-version=2025-03-03`;
const week = 7 * 24 * 3600;

const azure = useSimulator({ scenario: everyService });

function send(request: ArmRequest): Promise<Answer> {
  return azure.dana.send(request.method, pathAndQuery(request), request.body);
}

async function read(id: string): Promise<JsonObject> {
  return json(await send(galleryRequest(id))) as JsonObject;
}

/** Sends what a plan sends. */
async function carryOut(
  plan: { readonly steps: readonly PlanStep[] } | { readonly refused: string },
): Promise<readonly Answer[]> {
  if ("refused" in plan) {
    throw new Error(plan.refused);
  }
  const answers: Answer[] = [];
  for (const { request } of plan.steps) {
    answers.push(await send(request));
  }
  return answers;
}

async function statusOf(id: string): Promise<number> {
  return (await send(galleryRequest(id))).status;
}

/** Begins anew with something changed in the subscription. */
async function begin(change: Partial<ScenarioSubscription>): Promise<void> {
  const subscriptions = platform === undefined ? [] : [{ ...platform, ...change }];
  azure.simulator.reset({ ...everyService, subscriptions });
  await azure.signInAgain();
}

function newGallery(subscription: SubscriptionState): void {
  galleriesOf(subscription).push({
    name: "gal_new",
    resourceGroup: "rg-platform",
    location: "Sweden Central",
    tags: {},
    description: undefined,
    sharing: undefined,
    softDelete: undefined,
    busyUntil: 0,
    definitions: [],
  });
}

describe("a gallery whose soft delete is turned on", () => {
  it("keeps all else it had, and what is deleted from then on", async () => {
    const before = await read(unkept);
    const [answer] = await carryOut(turnSoftDelete(true, before));
    expect(answer?.status).toBe(200);
    const after = await read(unkept);
    expect(isSoftDeleteOn(after)).toBe(true);
    expect(after).toMatchObject({
      tags: { team: "platform" },
      properties: { description: "Base images of the old kind" },
    });
    const version = await read(`${unkept}/images/windows-server/versions/1.0.0`);
    await carryOut(deleteVersion(version, after, true));
    const [item] = (await azure.dana.list(
      deleted.replace(kept, unkept).replace("ubuntu-22.04.lts", "windows-server"),
    )) as readonly JsonObject[];
    expect(item).toMatchObject({ name: "1.0.0", location: "Sweden Central" });
    expect((item?.["properties"] as JsonObject)["softDeletedTime"]).toMatch(/\d\+00:00$/);
  });

  it("needs more than the role of a contributor", async () => {
    await begin({ roleAssignments: [danaAs("Contributor")] });
    const [answer] = await carryOut(turnSoftDelete(true, await read(unkept)));
    expect([answer?.status, answer && errorOf(answer).message]).toEqual([
      403,
      expect.stringContaining("Microsoft.Compute/galleries/share/action"),
    ]);
  });
});

describe("a gallery whose soft delete is off", () => {
  it("loses what is deleted from it", async () => {
    const version = await read(`${unkept}/images/windows-server/versions/1.0.0`);
    const deletion = deleteVersion(version, await read(unkept), true);
    expect(deletion).toMatchObject({ permanent: true });
    const [answer] = await carryOut(deletion);
    expect(answer?.status).toBe(202);
    expect(await statusOf(`${unkept}/images/windows-server/versions/1.0.0`)).toBe(404);
    expect(
      await azure.dana.list(
        deleted.replace(kept, unkept).replace("ubuntu-22.04.lts", "windows-server"),
      ),
    ).toEqual([]);
  });

  it("no longer brings back what was deleted while it was on, nor keeps its definition", async () => {
    await carryOut(turnSoftDelete(false, await read(kept)));
    const restore = { ...galleryRequest(`${kept}/${versions}/1.0.0`), method: "PUT" } as const;
    expect((await send({ ...restore, body: { location: "swedencentral" } })).status).toBe(400);
    for (const name of ["2.0.0", "2.1.0"]) {
      const { path, apiVersion } = galleryRequest(`${kept}/${versions}/${name}`);
      await send({ method: "DELETE", path, apiVersion });
    }
    const { path, apiVersion } = galleryRequest(`${kept}/images/ubuntu-22.04.lts`);
    expect((await send({ method: "DELETE", path, apiVersion })).status).toBe(202);
  });
});

describe("an image version that was soft-deleted", () => {
  it("is listed for 7 days and then no more", async () => {
    expect(names(await azure.dana.list(deleted))).toEqual(["1.0.0", "1.1.0"]);
    azure.simulator.state.time.advance(week - 2 * 24 * 3600);
    await azure.signInAgain();
    expect(names(await azure.dana.list(deleted))).toEqual(["1.1.0"]);
    azure.simulator.state.time.advance(week);
    await azure.signInAgain();
    expect(await azure.dana.list(deleted)).toEqual([]);
  });

  it.each([
    ["PUT", "1.0.0", { location: "swedencentral" }, 201],
    ["PATCH", "1.1.0", { properties: { restore: true, storageProfile: {} } }, 200],
  ] as const)(
    "comes back by %s, with one replica per region",
    async (method, name, body, status) => {
      const request = { ...galleryRequest(`${kept}/${versions}/${name}`), method, body };
      expect((await send(request)).status).toBe(status);
      expect(await read(`${kept}/${versions}/${name}`)).toMatchObject({
        properties: {
          publishingProfile: { replicaCount: 1 },
          provisioningState: "Succeeded",
        },
      });
      expect(names(await azure.dana.list(deleted))).not.toContain(name);
      // Not soft-deleted any more: there is nothing to restore.
      const again = { ...request, method: "PATCH" as const };
      const restore = { properties: { restore: true, storageProfile: {} } };
      expect((await send({ ...again, body: restore })).status).toBe(400);
    },
  );
});

describe("the preview feature", () => {
  it("is on its way when it has been asked for, and registered after a while", async () => {
    const feature = { ...featureRequest(subscriptionId) };
    const other = { ...feature, path: feature.path.replace("SIGSoftDelete", "EncryptionAtHost") };
    const before = json(await send(other)) as JsonObject;
    expect(isRegistered(before)).toBe(false);
    await send({ ...other, method: "POST", path: `${other.path}/register` });
    azure.simulator.state.time.advance(1);
    expect(isRegistered(json(await send(other)) as JsonObject)).toBe(true);
    expect(isRegistered(json(await send(feature)) as JsonObject)).toBe(true);
  });

  it("is needed for a policy, even one that is off", async () => {
    await begin({ seeds: [newGallery] });
    const id = `${group}/galleries/gal_new`;
    const [refused] = await carryOut(turnSoftDelete(true, await read(id)));
    expect(refused && errorOf(refused).message).toMatch(/Microsoft\.Compute\/SigSoftDelete/);
    const state = json(await send(featureRequest(subscriptionId))) as JsonObject;
    const registered = await carryOut(registerFeature(subscriptionId, state));
    expect(registered.map(({ status }) => status)).toEqual([200, 200]);
    azure.simulator.state.time.advance(1);
    const [taken] = await carryOut(turnSoftDelete(true, await read(id)));
    expect(taken?.status).toBe(200);
  });
});

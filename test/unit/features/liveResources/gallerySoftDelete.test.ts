import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/base/json";
import { valueAt } from "../../../../src/base/json";
import {
  featureRequest,
  isRegistered,
  registerFeature,
} from "../../../../src/features/liveResources/galleryFeature";
import { turnSoftDelete } from "../../../../src/features/liveResources/gallerySoftDeleteSteps";
import { deleteVersion } from "../../../../src/features/liveResources/galleryVersionDelete";
import type {
  LiveDeletion,
  SoftDeleteChange,
} from "../../../../src/features/liveResources/liveDeletion";
import { described } from "../../catalogue/reading";
import {
  communityGalleryInfo,
  galleryId as gallery,
  liveGallery,
  liveVersion,
} from "./gallerySamples";
import { subscriptionId } from "../../services/samples";

const subscription = `/subscriptions/${subscriptionId}`;
const version = `${gallery}/images/ubuntu-22.04.lts/versions/1.0.0`;
const feature = `${subscription}/providers/Microsoft.Features/providers/Microsoft.Compute/features/SIGSoftDelete`;
const policy = ["properties", "softDeletePolicy", "isSoftDeleteEnabled"];

function allowed<Answer extends SoftDeleteChange | LiveDeletion>(
  answer: Answer | { readonly refused: string },
): Answer {
  if ("refused" in answer) {
    throw new Error(answer.refused);
  }
  return answer;
}

function refusalOf(answer: object): string {
  return "refused" in answer ? String(answer.refused) : "not refused";
}

describe("the preview feature", () => {
  it.each([
    [{ properties: { state: "Registered" } }, true],
    [{ properties: { state: "registered" } }, true],
    [{ properties: { state: "Registering" } }, false],
    [{ properties: { state: "NotRegistered" } }, false],
    [{ properties: {} }, false],
    [undefined, false],
  ])("that reads %j is registered: %s", (body, expected) => {
    expect(described(featureRequest(subscriptionId))).toBe(`GET ${feature}?api-version=2021-07-01`);
    expect(isRegistered(body)).toBe(expected);
  });

  it("is registered, and the provider again", () => {
    const body = { properties: { state: "Unregistered" } };
    const { steps, permission } = allowed(registerFeature(subscriptionId, body));
    expect(steps.map(({ request }) => described(request))).toEqual([
      `POST ${feature}/register?api-version=2021-07-01`,
      `POST ${subscription}/providers/Microsoft.Compute/register?api-version=2024-07-01`,
    ]);
    expect(permission).toMatchObject({ scope: "subscription", role: "Contributor" });
  });

  it("has been asked for once its state has changed, and is done once it is registered", () => {
    const [step] = allowed(registerFeature(subscriptionId, undefined)).steps;
    const path = ["properties", "state"];
    expect(step?.postcondition).toMatchObject({
      expects: "absent",
      where: { path, value: "NotRegistered" },
    });
    expect(step?.waitAfter).toMatchObject({ path, value: "Registered" });
    expect(step?.waitAfter?.timeoutMessage).toMatch(
      /Azure hasn't registered the feature yet and may need Microsoft's approval\. Turn on soft delete after the feature is registered\./,
    );
  });

  it.each(["Registered", "Registering", "Pending"])("is not asked for where it is %s", (state) => {
    const answer = registerFeature(subscriptionId, { properties: { state } });
    expect(refusalOf(answer)).toMatch(/is already registered|was already requested/);
  });
});

describe("turning soft delete of a gallery on", () => {
  const { steps, meaning, permission } = allowed(
    turnSoftDelete(true, liveGallery({ on: undefined })),
  );
  const [step] = steps;

  it("puts the gallery back as it was, with the policy and without what Azure fills in", () => {
    expect(step && { ...step.request, body: undefined }).toEqual({
      method: "PUT",
      path: gallery,
      apiVersion: "2025-03-03",
      body: undefined,
    });
    expect(step?.request.body).toEqual({
      location: "swedencentral",
      tags: { team: "images" },
      identity: {
        type: "SystemAssigned, UserAssigned",
        userAssignedIdentities: {
          "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id":
            {},
        },
      },
      properties: {
        description: "Base images",
        sharingProfile: {
          permissions: "Community",
          communityGalleryInfo,
        },
        softDeletePolicy: { isSoftDeleteEnabled: true },
      },
    });
  });

  it("stops where somebody has changed the gallery meanwhile", () => {
    expect(step?.precondition?.ifForbidden).toBe("stop");
    expect(step?.precondition?.unchanged.map(({ path }) => path.join("."))).toEqual([
      "properties",
      "tags",
      "identity",
      "systemData.lastModifiedAt",
    ]);
  });

  it("is done once the gallery says so", () => {
    expect(step?.postcondition).toEqual({
      request: { method: "GET", path: gallery, apiVersion: "2025-03-03" },
      expects: "present",
      where: { path: policy, value: true },
    });
  });

  it("says who may, what it costs and what it gets in the way of", () => {
    expect(permission.action).toBe("Microsoft.Compute/galleries/write");
    expect(meaning.join("\n")).toMatch(
      /7 days[^]*charges[^]*SIGSoftDelete[^]*Compute Gallery Sharing Admin[^]*same region[^]*Flexible[^]*failed/,
    );
  });
});

describe("turning soft delete of a gallery off", () => {
  it("keeps what else its policy says, and is done once it is off or has no policy", () => {
    const before = liveGallery({ on: true });
    const softDeletePolicy = { isSoftDeleteEnabled: true, retentionPeriodInDays: 30 };
    const properties = { ...(before["properties"] as JsonObject), softDeletePolicy };
    const [step] = allowed(turnSoftDelete(false, { ...before, properties })).steps;
    expect(valueAt(step?.request.body, ["properties", "softDeletePolicy"])).toEqual({
      isSoftDeleteEnabled: false,
      retentionPeriodInDays: 30,
    });
    expect(step?.postcondition).toMatchObject({
      expects: "absent",
      where: { path: policy, value: true },
    });
  });

  it("promises nothing of what is soft-deleted now", () => {
    const { meaning } = allowed(turnSoftDelete(false, liveGallery({ on: true })));
    expect(meaning.join()).toMatch(
      /Microsoft doesn't document what happens to versions that are already soft-deleted, except that they no longer block deleting an image definition\. First recover what you want to keep\./,
    );
  });

  it.each([
    [false, liveGallery({ on: false }), /Soft delete is already off for the gallery "/],
    [false, liveGallery({ on: undefined }), /Soft delete is already off for the gallery "/],
    [true, liveGallery({ on: true }), /Soft delete is already on for the gallery "/],
    [
      true,
      { ...liveGallery({ on: false }), location: null },
      /Couldn't understand Azure's response/,
    ],
    [true, {}, /Couldn't understand Azure's response/],
  ])("is refused where there is nothing to do or nothing to go by", (on, body, reason) => {
    expect(refusalOf(turnSoftDelete(on, body))).toMatch(reason);
  });
});

describe("deleting a live image version", () => {
  it("is soft where the gallery's policy is on, and stops where it has been turned off", () => {
    const deletion = allowed(deleteVersion(liveVersion(), liveGallery({ on: true }), true));
    const [step] = deletion.steps;
    expect(step && described(step.request)).toBe(`DELETE ${version}?api-version=2025-03-03`);
    expect([step?.target, deletion.permanent]).toEqual([
      "gal.images/ubuntu-22.04.lts/1.0.0",
      false,
    ]);
    expect(step?.precondition).toMatchObject({
      request: { path: version },
      unchanged: [{ value: "2026-01-01T00:00:00Z" }],
      and: { request: { path: gallery }, unchanged: [{ path: policy, value: true }] },
    });
    expect(deletion.kept.join()).toMatch(/recovered for 7 days/);
    expect(deletion.besides.join()).toMatch(/charges.*can't be deleted/);
  });

  it.each([
    [
      false,
      true,
      /Soft delete is off for the gallery, so the image version will be permanently lost\./,
    ],
    [
      undefined,
      true,
      /Soft delete is off for the gallery, so the image version will be permanently lost\./,
    ],
    [true, false, /the feature Microsoft\.Compute\/SIGSoftDelete isn't registered/],
  ])("is permanent with the policy %s and the feature registered: %s", (on, registered, why) => {
    const deletion = allowed(deleteVersion(liveVersion(), liveGallery({ on }), registered));
    expect([deletion.permanent, deletion.kept]).toEqual([true, []]);
    expect(deletion.lost[0]).toMatch(why);
    expect(deletion.steps[0]?.precondition).not.toHaveProperty("and");
    expect(deletion.steps[0]?.precondition?.unchanged).toHaveLength(1);
  });

  it("is refused for a failed version only while soft delete is on", () => {
    const failed = liveVersion("Failed");
    expect(refusalOf(deleteVersion(failed, liveGallery({ on: true }), true))).toMatch(
      /This version's provisioning failed, so it can't be deleted while soft delete is on for the gallery\. Turn off soft delete, delete the version, then turn soft delete on again\./,
    );
    expect(allowed(deleteVersion(failed, liveGallery({ on: false }), true)).permanent).toBe(true);
  });

  it("is refused for a version that is not in the gallery", () => {
    const elsewhere = { ...liveGallery({ on: true }), id: `${gallery}.other` };
    for (const answer of [
      deleteVersion(liveVersion(), elsewhere, true),
      deleteVersion({}, liveGallery({ on: true }), true),
      deleteVersion(liveVersion(), {}, true),
    ]) {
      expect(refusalOf(answer)).toMatch(/Couldn't understand Azure's response/);
    }
  });
});

import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../src/base/json";
import type { LiveDeletion } from "../../../../src/features/liveResources/liveDeletion";
import { deleteWorkspace } from "../../../../src/features/liveResources/machineLearningDelete";
import { described } from "../../catalogue/reading";
import { subscriptionId } from "../../services/samples";

const path = `/subscriptions/${subscriptionId}/resourceGroups/rg-ml/providers/Microsoft.MachineLearningServices/workspaces/ws`;
const version = "?api-version=2025-09-01";

const workspace = {
  id: path,
  name: "ws",
  location: "westeurope",
  identity: { type: "SystemAssigned" },
  systemData: { createdAt: "2026-01-01T00:00:00Z" },
  properties: {
    workspaceId: "7e5b1c90-0000-4000-8000-000000000001",
    provisioningState: "Succeeded",
  },
} satisfies JsonObject;

function deletionOf(changed: JsonObject, how: "softly" | "permanently"): LiveDeletion {
  const answer = deleteWorkspace(changed, how);
  if ("refused" in answer) {
    throw new Error(answer.refused);
  }
  return answer;
}

describe("deleting a workspace that is live", () => {
  it("softly is a plain DELETE, done once it is gone or soft-deleted", () => {
    const { steps, permanent } = deletionOf(workspace, "softly");
    expect(steps.map(({ request }) => described(request))).toEqual([`DELETE ${path}${version}`]);
    expect(permanent).toBe(false);
    expect(steps[0]?.postcondition).toMatchObject({
      expects: "absent",
      where: { path: ["properties", "provisioningState"], value: "SoftDeleted", not: true },
    });
  });

  it("permanently has the flag, is marked as such, and is done only when it is gone", () => {
    const { steps, permanent, kept } = deletionOf(workspace, "permanently");
    expect(steps.map(({ request }) => described(request))).toEqual([
      `DELETE ${path}${version}&forceToPurge=true`,
    ]);
    expect([permanent, kept]).toEqual([true, []]);
    expect(steps[0]?.postcondition).toEqual({
      expects: "absent",
      request: expect.anything() as unknown,
    });
  });

  it.each(["softly", "permanently"] as const)(
    "%s stops where another workspace has the name by now",
    (how) => {
      const [step] = deletionOf(workspace, how).steps;
      expect(step?.precondition).toMatchObject({
        ifForbidden: "stop",
        unchanged: [
          { path: ["properties", "workspaceId"], value: workspace.properties.workspaceId },
          { path: ["systemData", "createdAt"], value: workspace.systemData.createdAt },
        ],
      });
    },
  );

  it("softly says what is kept for 14 days, what is not, and what is blocked meanwhile", () => {
    const { lost, kept, besides } = deletionOf(workspace, "softly");
    expect(lost.join()).toMatch(/Compute instances.*inference endpoints.*Role assignments/);
    expect(kept.join()).toMatch(/Run history, models.*14 days/);
    expect(besides.join()).toMatch(/"ws" can't be used again.*storage account and key vault/);
    expect(besides.join()).not.toMatch(/customer-managed key/);
  });

  it("softly says what a customer-managed key goes on costing", () => {
    const properties = { ...workspace.properties, encryption: { status: "Enabled" } };
    expect(deletionOf({ ...workspace, properties }, "softly").besides.join()).toMatch(
      /The workspace is encrypted with a customer-managed key\. Its managed resource group stays and is charged until the workspace is purged\./,
    );
  });

  it("counts as permanent where Azure does not support soft delete of it", () => {
    const identity = { type: "UserAssigned" };
    const { steps, permanent, kept, lost } = deletionOf({ ...workspace, identity }, "softly");
    expect(steps.map(({ request }) => described(request))).toEqual([`DELETE ${path}${version}`]);
    expect([permanent, kept]).toEqual([true, []]);
    expect(lost[0]).toMatch(
      /The workspace has only a user-assigned identity, and Azure doesn't support soft delete for such a workspace\. Expect the workspace to be permanently lost\./,
    );
    const both = { type: "SystemAssigned,UserAssigned" };
    expect(deletionOf({ ...workspace, identity: both }, "softly").permanent).toBe(false);
  });

  it("permanently says that nobody can restore it, and what if the name stays held", () => {
    const { lost, besides } = deletionOf(workspace, "permanently");
    expect(lost.join()).toMatch(
      /All data and metadata of the workspace are permanently lost: run history, models, data, environments, components, notebooks, pipelines, AutoML jobs, data labeling projects, and datastores\./,
    );
    expect(besides.join()).toMatch(/https:\/\/aka\.ms\/wsoftdelete.*one workspace at a time/);
  });

  it("refuses what is soft-deleted already and what cannot be understood", () => {
    const properties = { ...workspace.properties, provisioningState: "SoftDeleted" };
    expect(deleteWorkspace({ ...workspace, properties }, "permanently")).toEqual({
      refused: '"ws" is already soft-deleted. Recover or purge the workspace instead.',
    });
    expect(deleteWorkspace({ name: "ws" }, "softly")).toHaveProperty("refused");
    expect(deleteWorkspace({ id: path }, "softly")).toHaveProperty("refused");
  });
});

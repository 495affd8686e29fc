import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import type { DeletedResource } from "../../src/services/deletedResource";
import { machineLearning } from "../../src/services/machineLearning";
import { isRefusal } from "../../src/services/service";
import { mlWorkspaces } from "../simulator/providers/machineLearningState";
import type { SubscriptionState } from "../simulator/subscriptionState";
import { anyCase, azureName } from "../unit/azure/arbitraries";
import { described, readFrom } from "../unit/catalogue/reading";
import { subscriptionId, tenantId } from "../unit/services/samples";
import type { CatalogueCase, Shape } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.MachineLearningServices";
const group = `${subscription}/resourceGroups/workspace-1234/providers`;
const live = `${subscription}/resourceGroups/workspace-1234/${provider}/workspaces/testworkspace`;
const list = `${subscription}/${provider}/workspaces`;
const stable = "?api-version=2025-09-01";
const preview = "?api-version=2023-04-01-preview";
const recovery = "?api-version=2022-01-01-preview";
const simulated = `/resourceGroups/rg-platform/${provider}/workspaces/ml-platform`;

/** What a workspace of the published example is made with. */
const settings = {
  containerRegistry: `${group}/Microsoft.ContainerRegistry/registries/testRegistry`,
  keyVault: `${group}/Microsoft.KeyVault/vaults/testkv`,
  applicationInsights: `${group}/microsoft.insights/components/testinsights`,
  storageAccount: `${subscription}/resourceGroups/accountcrud-1234/providers/Microsoft.Storage/storageAccounts/testStorageAccount`,
  friendlyName: "HelloName",
  description: "test description",
};

/** The published example, with the fields that its version has for a deleted one. */
const item = {
  id: live,
  name: "testworkspace",
  type: "Microsoft.MachineLearningServices/workspaces",
  location: "eastus2euap",
  identity: {
    principalId: "00000000-1111-2222-3333-444444444444",
    tenantId: "00000000-1111-2222-3333-444444444444",
    type: "SystemAssigned,UserAssigned",
    userAssignedIdentities: {
      "/id/testuai": { principalId: "00000000-1111", clientId: "00000000-2222" },
    },
  },
  properties: {
    ...settings,
    discoveryUrl: "http://example.com",
    privateLinkCount: 0,
    workspaceId: "00000000-1111-2222-3333-555555555555",
    provisioningState: "SoftDeleted",
    softDeletedAt: "2026-03-01T12:00:00.1234567+00:00",
    scheduledPurgeDate: "2026-03-15T12:00:00Z",
  },
} satisfies JsonObject;

const event = {
  resourceId: live,
  at: "2026-03-01T12:00:00.123Z",
  caller: { by: "name", value: "dana@contoso.com" },
};

function read(found: { readonly item: JsonObject; readonly source: number }): DeletedResource {
  const resource = readFrom(machineLearning, found);
  if (resource === undefined || resource === "live") {
    throw new Error("It could not be read.");
  }
  return resource;
}

function changed(properties: JsonObject, rest: JsonObject = {}): DeletedResource {
  const other = { ...item, ...rest, properties: { ...item.properties, ...properties } };
  return read({ item: other, source: 1 });
}

const shapes: fc.Arbitrary<Shape> = fc
  .record({
    name: azureName,
    resourceGroup: azureName,
    groups: anyCase("resourceGroups"),
    slash: fc.constantFrom("", "/"),
    location: fc.constantFrom("swedencentral", "Sweden Central"),
    at: fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
    zone: fc.constantFrom("Z", "0000Z", "+00:00", ""),
    isDated: fc.boolean(),
    isScheduled: fc.boolean(),
    state: fc.constantFrom("SoftDeleted", "softdeleted", undefined),
  })
  .filter(({ isDated, state }) => isDated || state !== undefined)
  .map(({ name, resourceGroup, groups, slash, location, at, zone, ...rest }) => {
    const iso = at.toISOString();
    const scheduled = new Date(at.getTime() + 7 * 24 * 3_600_000).toISOString();
    const computed = new Date(at.getTime() + 14 * 24 * 3_600_000).toISOString();
    return {
      source: 1,
      item: {
        id: `${slash}subscriptions/${subscriptionId}/${groups}/${resourceGroup}/${provider}/workspaces/${name}`,
        name,
        location,
        properties: {
          ...(rest.state === undefined ? {} : { provisioningState: rest.state }),
          ...(rest.isDated ? { softDeletedAt: iso.replace("Z", zone) } : {}),
          ...(rest.isScheduled ? { scheduledPurgeDate: scheduled } : {}),
        },
      },
      read: {
        name,
        resourceGroup,
        location: "swedencentral",
        originalId: `${subscription}/resourceGroups/${resourceGroup}/${provider}/workspaces/${name}`,
        deletedAt: rest.isDated ? iso : undefined,
        purgeAt: rest.isScheduled ? scheduled : rest.isDated ? computed : undefined,
        purgeAtFrom: rest.isScheduled ? "azure" : "retention",
      },
    };
  });

function stateOf(state: SubscriptionState): readonly [live: boolean, deleted: boolean] {
  const workspaces = state.of(mlWorkspaces);
  return [
    workspaces.findLive("rg-platform", "ml-platform") !== undefined,
    workspaces.findDeleted("rg-platform", "ml-platform", state.time.now()) !== undefined,
  ];
}

/** Machine Learning workspaces in the tests. */
export const entry: CatalogueCase = {
  service: machineLearning,
  examples: [
    {
      from: "https://github.com/Azure/azure-rest-api-specs/tree/main/specification/machinelearningservices/resource-manager/Microsoft.MachineLearningServices/preview/2023-04-01-preview/examples/Workspace/listBySubscription.json",
      source: 1,
      item,
      read: {
        name: "testworkspace",
        resourceGroup: "workspace-1234",
        location: "eastus2euap",
        originalId: live,
        deletedPath: live,
        deletedAt: "2026-03-01T12:00:00.123Z",
        purgeAt: "2026-03-15T12:00:00.000Z",
        purgeAtFrom: "azure",
        purgeProtected: false,
        remarks: ["Found in Azure's list of all workspaces, including soft-deleted ones."],
      },
    },
    {
      from: "https://learn.microsoft.com/rest/api/monitor/activity-logs/list",
      source: 2,
      item: event,
      read: {
        name: "testworkspace",
        resourceGroup: "workspace-1234",
        location: "",
        originalId: live,
        deletedAt: "2026-03-01T12:00:00.123Z",
        purgeAt: "2026-03-15T12:00:00.123Z",
        purgeAtFrom: "retention",
        remarks: [
          "Found only in the Activity Log, without a region. If the workspace was permanently deleted, there's nothing to recover or purge.",
        ],
      },
    },
    {
      from: "https://learn.microsoft.com/azure/machine-learning/concept-soft-delete",
      source: 0,
      item,
      read: {
        originalId: live,
        deletedPath: live.replace("/workspaces/", "/deletedWorkspaces/"),
        remarks: ["Found in Azure's list of deleted workspaces."],
      },
    },
  ],
  shapes,
  required: [["id"], ["name"], ["location"]],
  plans: {
    list: [
      `GET ${subscription}/${provider}/deletedWorkspaces?api-version=2099-01-01`,
      `GET ${list}${preview}`,
      `GET ${list}${stable}`,
    ],
    answers: { region: "East US 2" },
    recover: [
      `PUT ${live}${recovery} ${JSON.stringify({
        location: "eastus2euap",
        identity: {
          type: "SystemAssigned,UserAssigned",
          userAssignedIdentities: { "/id/testuai": {} },
        },
        properties: {
          applicationInsights: settings.applicationInsights,
          containerRegistry: settings.containerRegistry,
          description: settings.description,
          friendlyName: settings.friendlyName,
          keyVault: settings.keyVault,
          storageAccount: settings.storageAccount,
          allowRecoverSoftDeletedWorkspace: "True",
        },
      })}`,
    ],
    purge: [`DELETE ${live}${stable}&forceToPurge=true`],
    commands: {
      recover: [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
      purge: [/^az rest --method delete /, /^Invoke-AzRestMethod -Method DELETE /],
    },
  },
  contract: [
    {
      namespace: "Microsoft.MachineLearningServices",
      inUse: "2025-09-01",
      inFile: "2024-04-01",
      file: "machinelearningservices/resource-manager/Microsoft.MachineLearningServices/stable/2024-04-01/machineLearningServices.json",
      source:
        "https://learn.microsoft.com/rest/api/azureml/workspaces/delete: get, list and delete with forceToPurge are as in 2024-04-01",
    },
    {
      namespace: "Microsoft.MachineLearningServices",
      inUse: "2023-04-01-preview",
      source:
        "https://github.com/Azure/azure-rest-api-specs: the newest version whose workspaces have softDeletedAt and scheduledPurgeDate",
    },
    {
      namespace: "Microsoft.MachineLearningServices",
      inUse: "2022-01-01-preview",
      source:
        "https://github.com/Azure/azure-rest-api-specs: the only version that has allowRecoverSoftDeletedWorkspace",
    },
    {
      namespace: "Microsoft.MachineLearningServices",
      inUse: "2099-01-01",
      source: "stands for the version that the provider's metadata names for deletedWorkspaces",
    },
    {
      namespace: "Microsoft.Insights",
      inUse: "2015-04-01",
      inFile: "2015-04-01",
      file: "monitor/resource-manager/Microsoft.Insights/stable/2015-04-01/activityLogs_API.json",
      source: "https://learn.microsoft.com/rest/api/monitor/activity-logs/list",
    },
  ],
  exchanges: [
    ["GET", `/${provider}/workspaces${preview}`, 200],
    ["GET", `/${provider}/workspaces${stable}`, 200],
    ["GET", `/resourceGroups/rg-platform/${provider}/workspaces${stable}`, 200],
    ["GET", `${simulated}-live${stable}`, 200],
    ["GET", `${simulated}${stable}`, 404],
    ["PUT", `${simulated}${stable}`, 400, { location: "swedencentral", properties: {} }],
    [
      "PUT",
      `${simulated}-assigned${recovery}`,
      400,
      { location: "swedencentral", properties: { allowRecoverSoftDeletedWorkspace: "True" } },
    ],
    [
      "PUT",
      `${simulated}${recovery}`,
      202,
      { location: "swedencentral", properties: { allowRecoverSoftDeletedWorkspace: "True" } },
    ],
    ["GET", `${simulated}${stable}`, 200],
    ["DELETE", `${simulated}${stable}`, 202],
    ["DELETE", `${simulated}${stable}`, 204],
    ["DELETE", `${simulated}${stable}&forceToPurge=true`, 202],
    ["DELETE", `${simulated}-unlisted${stable}&forceToPurge=true`, 202],
    ["DELETE", `${simulated}${stable}&forceToPurge=true`, 204],
    [
      "GET",
      "/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=eventTimestamp%20ge%20'2020-01-01T00:00:00Z'%20and%20resourceProvider%20eq%20'Microsoft.MachineLearningServices'",
      200,
    ],
  ],
  window: {
    row: "ml-platform",
    description: /^1[12] days left · rg-platform · swedencentral$/,
    recover: {
      offers: true,
      asks: /Compute instances, compute clusters, and inference endpoints were permanently deleted: create them again\./,
      isBack: (state) => stateOf(state).join() === "true,false",
    },
    purge: {
      says: /All data and metadata of the workspace are permanently lost: run history, models, data, environments, components, notebooks, pipelines, AutoML jobs, data labeling projects, and datastores\./,
      isGone: (state) => stateOf(state).join() === "false,false",
    },
  },
  checks: () => {
    it.each([
      ["Succeeded", "live"],
      ["Deleting", "live"],
      ["Failed", "live"],
      [undefined, "live"],
    ])("in state %s without a date of deletion is %s", (provisioningState, expected) => {
      const properties = {
        ...settings,
        ...(provisioningState === undefined ? {} : { provisioningState }),
      };
      expect(readFrom(machineLearning, { item: { ...item, properties }, source: 1 })).toBe(
        expected,
      );
    });

    it("is found in the list again before anything is sent, and not in use", () => {
      const request = { method: "GET", path: live, apiVersion: "2025-09-01" };
      const entryInList = {
        request: { method: "GET", path: list, apiVersion: "2023-04-01-preview" },
        entry: { path: ["id"], value: live },
      };
      const resource = read({ item, source: 1 });
      const steps = machineLearning.purge(resource);
      const [purge] = isRefusal(steps) ? [] : steps;
      expect(purge?.precondition).toEqual({
        request,
        unchanged: [{ path: ["properties", "provisioningState"], value: "SoftDeleted" }],
        ifForbidden: "stop",
        allowMissing: true,
        message:
          "The workspace is in use again, so nothing was sent. Refresh to see the workspace.",
        and: {
          ...entryInList,
          unchanged: [
            { path: ["properties", "softDeletedAt"], value: item.properties.softDeletedAt },
            { path: ["properties", "scheduledPurgeDate"], value: "2026-03-15T12:00:00Z" },
            { path: ["properties", "workspaceId"], value: item.properties.workspaceId },
            { path: ["properties", "provisioningState"], value: "SoftDeleted" },
          ],
          ifForbidden: "stop",
        },
      });
      expect(purge?.postcondition).toEqual({ ...entryInList, expects: "absent" });
    });

    it("is looked for in the stable list where it came without dates, as from there", () => {
      const { softDeletedAt: _, scheduledPurgeDate: __, ...properties } = item.properties;
      const steps = machineLearning.purge(read({ item: { ...item, properties }, source: 1 }));
      const [purge] = isRefusal(steps) ? [] : steps;
      expect(purge?.precondition?.and?.request.apiVersion).toBe("2025-09-01");
    });

    it("that nothing tells from the next is not purged", () => {
      const { name, location, id } = item;
      const properties = { provisioningState: "SoftDeleted" };
      for (const source of [0, 1]) {
        const resource = read({ item: { id, name, location, properties }, source });
        const answer = machineLearning.purge(resource);
        expect(isRefusal(answer) ? answer.refused : "").toMatch(
          /doesn't report when this workspace was deleted/,
        );
      }
    });

    it("with user-assigned identities only is not recovered, and says why", () => {
      const { type: _, ...identity } = item.identity;
      const resource = changed({}, { identity: { ...identity, type: "userAssigned" } });
      const answer = machineLearning.recover(resource, { tenantId, answers: {} });
      expect(isRefusal(answer) ? answer.refused : "").toMatch(/only a user-assigned identity/);
    });

    it("that only the log knows is asked about its region, and comes back there", () => {
      const resource = read({ item: event, source: 2 });
      const [question, ...more] = machineLearning.questions?.(resource) ?? [];
      expect(more).toEqual([]);
      expect(question).toMatchObject({ kind: "name", id: "region" });
      const refuse = (text: string): string | undefined =>
        question?.kind === "name" ? question.refuse(text) : "no question";
      expect(["Sweden Central", "eastus2"].map(refuse)).toEqual([undefined, undefined]);
      expect(["", " ", "sweden-central", "2"].map(refuse)).not.toContain(undefined);
      const answers = { region: " Sweden Central " };
      const steps = machineLearning.recover(resource, { tenantId, answers });
      expect(isRefusal(steps) ? steps : steps.map(({ request }) => described(request))).toEqual([
        `PUT ${live}${recovery} {"location":"swedencentral","properties":{"allowRecoverSoftDeletedWorkspace":"True"}}`,
      ]);
      expect(machineLearning.home?.(resource, answers)).toEqual({
        resourceGroup: "workspace-1234",
        location: "swedencentral",
      });
      expect(
        isRefusal(machineLearning.recover(resource, { tenantId, answers: { region: "" } })),
      ).toBe(true);
      expect(machineLearning.questions?.(read({ item, source: 1 }))).toEqual([]);
    });

    it("that the log has as purged is not there any more", () => {
      expect(readFrom(machineLearning, { item: { ...event, repeated: true }, source: 2 })).toBe(
        "live",
      );
    });

    it.each(["/subscriptions/s", `${live}/computes/cpu`, ""])(
      "is not what the log has of %j",
      (resourceId) => {
        expect(readFrom(machineLearning, { item: { ...event, resourceId }, source: 2 })).toBe(
          undefined,
        );
      },
    );

    it("names what it needs", () => {
      const prerequisites = machineLearning.prerequisites(read({ item, source: 1 }));
      expect(
        prerequisites.map(({ resourceType, name }) => `${resourceType} ${name ?? ""}`),
      ).toEqual([
        "Microsoft.KeyVault/vaults testkv",
        "Microsoft.Storage/storageAccounts testStorageAccount",
        "Microsoft.Insights/components testinsights",
        "Microsoft.ContainerRegistry/registries testRegistry",
      ]);
      expect(
        machineLearning
          .prerequisites(read({ item: event, source: 2 }))
          .map(({ resourceType, name }) => [resourceType, name]),
      ).toEqual([
        ["Microsoft.KeyVault/vaults", undefined],
        ["Microsoft.Storage/storageAccounts", undefined],
      ]);
      expect(machineLearning.prerequisites(changed({ containerRegistry: null }))).toHaveLength(3);
    });

    it("is charged for only where it is encrypted with a key of the customer's", () => {
      const billed = (resource: DeletedResource): string =>
        machineLearning.consequences(resource).billed.join();
      expect(billed(changed({ encryption: { status: "Enabled" } }))).toMatch(
        /^The workspace is encrypted/,
      );
      expect(billed(changed({ encryption: { status: "Disabled" } }))).toBe("");
      expect(billed(read({ item: event, source: 2 }))).toMatch(
        /^If the workspace is encrypted with a customer-managed key, its managed resource group is charged until the workspace is purged\./,
      );
    });

    it("is purged one at a time, and says that the name may be held on", () => {
      expect(machineLearning.onePurgeAtATime).toMatch(
        /You can purge only one Machine Learning workspace at a time\./,
      );
      const steps = machineLearning.purge(read({ item, source: 1 }));
      expect(isRefusal(steps) ? "" : steps[0]?.note).toMatch(/https:\/\/aka\.ms\/wsoftdelete/);
    });
  },
};

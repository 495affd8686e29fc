import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { equivalentOf } from "../../src/features/copyCommand/equivalent";
import { logAnalytics } from "../../src/services/logAnalytics";
import { allRequired, isRefusal } from "../../src/services/service";
import { logWorkspaces } from "../simulator/providers/logAnalyticsState";
import type { SubscriptionState } from "../simulator/subscriptionState";
import { anyCase, azureName } from "../unit/azure/arbitraries";
import { described } from "../unit/catalogue/reading";
import { readBy, subscriptionId, tenantId } from "../unit/services/samples";
import type { CatalogueCase, Shape } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const live = `${subscription}/resourceGroups/oiautorest6685/providers/Microsoft.OperationalInsights/workspaces/AzTest2170`;
const list = `${subscription}/providers/Microsoft.OperationalInsights/deletedWorkspaces`;
const version = "?api-version=2023-09-01";
const simulated =
  "/resourceGroups/rg-platform/providers/Microsoft.OperationalInsights/workspaces/log-platform";

/** As in the published example, in this subscription. */
const item = {
  properties: {
    customerId: "bc089d7b-485c-4aff-a71e-c00f362d8d2f",
    provisioningState: "Succeeded",
    sku: { name: "PerGB2018" },
    retentionInDays: 30,
    publicNetworkAccessForQuery: "Enabled",
    publicNetworkAccessForIngestion: "Enabled",
  },
  id: `${subscription}/resourcegroups/oiautorest6685/providers/microsoft.operationalinsights/workspaces/aztest2170`,
  name: "AzTest2170",
  type: "Microsoft.OperationalInsights/workspaces",
  location: "australiasoutheast",
  tags: { tag1: "val1" },
} satisfies JsonObject;

const shapes: fc.Arbitrary<Shape> = fc
  .record({
    name: azureName,
    group: azureName,
    groups: anyCase("resourceGroups"),
    provider: anyCase("Microsoft.OperationalInsights"),
    slash: fc.constantFrom("", "/"),
    location: fc.constantFrom("australiasoutheast", "Australia Southeast", "AustraliaSoutheast"),
    customerId: fc.option(fc.uuid(), { nil: undefined }),
    modifiedDate: fc.constantFrom({}, { modifiedDate: "2024-10-17T13:01:05.1234567Z" }),
    tags: fc.dictionary(azureName, azureName, { maxKeys: 3 }),
  })
  .map(({ name, group, groups, provider, slash, location, customerId, modifiedDate, tags }) => ({
    item: {
      id: `${slash}subscriptions/${subscriptionId}/${groups}/${group}/providers/${provider}/workspaces/${name.toLowerCase()}`,
      name,
      type: "Microsoft.OperationalInsights/workspaces",
      location,
      tags,
      properties: { ...(customerId === undefined ? {} : { customerId }), ...modifiedDate },
    },
    read: {
      name,
      resourceGroup: group,
      location: "australiasoutheast",
      originalId: `${subscription}/resourceGroups/${group}/providers/Microsoft.OperationalInsights/workspaces/${name}`,
      // A date of change is no date of deletion.
      deletedAt: undefined,
      purgeAt: undefined,
      tags,
    },
  }));

function workspacesOf(state: SubscriptionState): readonly [live: boolean, deleted: boolean] {
  const workspaces = state.of(logWorkspaces);
  const now = state.time.now();
  return [
    workspaces.findLive("rg-platform", "log-platform") !== undefined,
    workspaces.findDeleted("rg-platform", "log-platform", now) !== undefined,
  ];
}

function recovery(raw: JsonObject): readonly string[] {
  const steps = logAnalytics.recover(readBy(logAnalytics, raw), { tenantId, answers: {} });
  return isRefusal(steps) ? [steps.refused] : steps.map(({ request }) => described(request));
}

/** Log Analytics workspaces in the tests. */
export const entry: CatalogueCase = {
  service: logAnalytics,
  examples: [
    {
      from: "https://learn.microsoft.com/rest/api/loganalytics/deleted-workspaces/list",
      item,
      read: {
        name: "AzTest2170",
        resourceGroup: "oiautorest6685",
        location: "australiasoutheast",
        originalId: live,
        deletedPath: live,
        deletedAt: undefined,
        purgeAt: undefined,
        purgeAtFrom: "retention",
        purgeProtected: false,
        tags: { tag1: "val1" },
      },
    },
  ],
  shapes,
  required: [["id"], ["name"], ["location"]],
  plans: {
    list: [`GET ${list}${version}`],
    recover: [`PUT ${live}${version} {"location":"australiasoutheast"}`],
    purge: [
      `PUT ${live}${version} {"location":"australiasoutheast"}`,
      `DELETE ${live}${version}&force=true`,
    ],
    commands: {
      recover: [
        /^az monitor log-analytics workspace recover --workspace-name \S+ --resource-group /,
        /^Restore-AzOperationalInsightsWorkspace .*-Location 'australiasoutheast'$/,
      ],
      purge: [
        /^az monitor log-analytics workspace recover .*\naz monitor log-analytics workspace delete .*--force true /,
        /^Restore-AzOperationalInsightsWorkspace .*\nRemove-AzOperationalInsightsWorkspace .*-ForceDelete$/,
      ],
    },
  },
  roles: {
    "Log Analytics Contributor": {
      actions: ["*/read", "Microsoft.OperationalInsights/*"],
      notActions: [],
    },
  },
  contract: [
    {
      namespace: "Microsoft.OperationalInsights",
      inUse: "2023-09-01",
      inFile: "2023-09-01",
      file: "operationalinsights/resource-manager/Microsoft.OperationalInsights/stable/2023-09-01/Workspaces.json",
      source: "https://learn.microsoft.com/rest/api/loganalytics/deleted-workspaces",
    },
  ],
  exchanges: [
    ["GET", `/providers/Microsoft.OperationalInsights/deletedWorkspaces${version}`, 200],
    [
      "GET",
      `/resourceGroups/rg-platform/providers/Microsoft.OperationalInsights/deletedWorkspaces${version}`,
      200,
    ],
    ["GET", `${simulated}${version}`, 404],
    // A deleted workspace cannot be purged: there is nothing to delete.
    ["DELETE", `${simulated}${version}&force=true`, 204],
    ["PUT", `${simulated}${version}`, 409, { location: "westeurope" }],
    [
      "PUT",
      `${simulated.replace("rg-platform", "rg-platform-archive")}-archive${version}`,
      404,
      { location: "swedencentral" },
    ],
    ["PUT", `${simulated}-cluster${version}`, 400, { location: "swedencentral" }],
    [
      "PUT",
      `${simulated}-cluster${version}`,
      200,
      { location: "swedencentral", properties: { sku: { name: "LACluster" } } },
    ],
    ["PUT", `${simulated}${version}`, 200, { location: "swedencentral" }],
    ["GET", `${simulated}${version}`, 200],
    ["GET", `/providers/Microsoft.OperationalInsights/workspaces${version}`, 200],
    ["PUT", `${simulated}-new${version}`, 201, { location: "swedencentral" }],
    ["DELETE", `${simulated}-new${version}`, 200],
    ["DELETE", `${simulated}${version}&force=true`, 200],
    ["GET", `${simulated}${version}`, 404],
  ],
  window: {
    row: "log-platform",
    description: /^1[23] days left · rg-platform · swedencentral$/,
    recover: {
      offers: true,
      asks: /Solutions and linked services, such as an Automation account, were permanently removed: set them up again\. Until then, queries may not show all data\./,
      isBack: (state) => workspacesOf(state).join() === "true,false",
    },
    purge: {
      says: /Azure can't purge a soft-deleted workspace, so the workspace is recovered first and then permanently deleted\. If the second step fails, the workspace is live and billed again\./,
      isGone: (state) => workspacesOf(state).join() === "false,false",
    },
  },
  checks: () => {
    it("has its times from the Activity Log, 14 days apart", () => {
      expect(logAnalytics.deletionTimes).toEqual({
        operation: "Microsoft.OperationalInsights/workspaces/delete",
        retentionHours: 336,
      });
    });

    it.each<[string, JsonObject]>([
      ["the sku of a cluster", { sku: { name: "LACluster" } }],
      ["the sku of a cluster, in another case", { sku: { name: "lacluster" } }],
      ["a link to a cluster", { features: { clusterResourceId: "/subscriptions/s" } }],
    ])("with %s comes back with that sku", (_, properties) => {
      expect(recovery({ ...item, properties: { ...item.properties, ...properties } })).toEqual([
        `PUT ${live}${version} {"location":"australiasoutheast","properties":{"sku":{"name":"LACluster"}}}`,
      ]);
    });

    it("in a cluster has no command of its own, because none sends the sku", () => {
      const commandOf = (properties: JsonObject): readonly unknown[] => {
        const raw = { ...item, properties: { ...item.properties, ...properties } };
        const steps = logAnalytics.recover(readBy(logAnalytics, raw), { tenantId, answers: {} });
        const [step] = isRefusal(steps) ? [] : steps;
        return (["azureCli", "powershell"] as const).map(
          (shell) => step && equivalentOf(step, shell, logAnalytics.commands ?? [])?.[0],
        );
      };
      expect(commandOf({ sku: { name: "PerGB2018" } })).toEqual([
        "az",
        "Restore-AzOperationalInsightsWorkspace",
      ]);
      expect(commandOf({ sku: { name: "LACluster" } })).toEqual([undefined, undefined]);
    });

    it("is looked for in the list before it is recovered, and where it lives before it is deleted", () => {
      const steps = logAnalytics.purge(readBy(logAnalytics, item));
      const [recover, purge] = isRefusal(steps) ? [] : steps;
      const unchanged = [
        { path: ["properties", "customerId"], value: "bc089d7b-485c-4aff-a71e-c00f362d8d2f" },
      ];
      const request = { method: "GET", path: live, apiVersion: "2023-09-01" };
      expect(recover?.precondition).toMatchObject({
        request: { method: "GET", path: list, apiVersion: "2023-09-01" },
        entry: { path: ["id"], value: item.id },
        unchanged,
        ifForbidden: "stop",
        // A workspace that is in use again is neither recovered nor deleted next.
        and: {
          request,
          unchanged: [{ path: ["id"], value: null }],
          ifForbidden: "stop",
          allowMissing: true,
        },
      });
      expect(recover?.precondition?.and?.message).toMatch(
        /A live workspace with this name exists in the resource group, so nothing was sent\. Refresh to see the workspace\./,
      );
      expect(recover?.postcondition).toEqual({ request, expects: "present" });
      expect(purge?.precondition).toMatchObject({ request, unchanged, ifForbidden: "stop" });
      expect(purge?.precondition?.message).toMatch(
        /The recovered workspace doesn't match the deleted one, so it wasn't deleted\./,
      );
      expect(recover?.ifInterrupted).toMatch(/live and billed again/);
      expect(purge?.postcondition).toEqual({ request, expects: "absent" });
    });

    it("is not taken for one that was recovered and deleted again, where Azure dates it", () => {
      const modifiedDate = "2026-03-01T12:00:00Z";
      const dated = { ...item, properties: { ...item.properties, modifiedDate } };
      const steps = logAnalytics.purge(readBy(logAnalytics, dated));
      expect(isRefusal(steps) ? [] : steps[0]?.precondition?.unchanged).toContainEqual({
        path: ["properties", "modifiedDate"],
        value: modifiedDate,
      });
    });

    it("says with each step of a purge what it does", () => {
      const steps = logAnalytics.purge(readBy(logAnalytics, item));
      expect(isRefusal(steps) ? [] : steps.map(({ title }) => title)).toEqual([
        "Recover Log Analytics workspace before deleting it permanently",
        "Delete Log Analytics workspace permanently",
      ]);
      const { destroyed } = logAnalytics.consequences(readBy(logAnalytics, item));
      expect(destroyed.join(" ")).toMatch(/recovered first.*All logs in the workspace are lost/);
    });

    it("says what is left only where a purge can end before its last step", () => {
      const resource = readBy(logAnalytics, item);
      const [purge, recover] = [
        logAnalytics.purge(resource),
        logAnalytics.recover(resource, { tenantId, answers: {} }),
      ].map((steps) => (isRefusal(steps) ? [] : steps.map(({ ifInterrupted }) => ifInterrupted)));
      expect(purge).toEqual([
        "The workspace is live and billed again. Delete the workspace permanently in the portal, or delete and purge it here.",
        undefined,
      ]);
      expect(recover).toEqual([undefined]);
    });

    it("needs for a purge what both of its steps need", () => {
      const { purge } = logAnalytics.permissions;
      expect(purge && allRequired(purge).map(({ action, scope }) => [action, scope])).toEqual([
        ["Microsoft.OperationalInsights/workspaces/delete", "resourceGroup"],
        ["Microsoft.OperationalInsights/workspaces/write", "resourceGroup"],
      ]);
      expect(purge?.follow).toBeUndefined();
    });

    it("without its own ID is not purged, since another one could take its place", () => {
      const { customerId: _, ...properties } = item.properties;
      const resource = readBy(logAnalytics, { ...item, properties });
      const answer = logAnalytics.purge(resource);
      expect(isRefusal(answer) ? answer.refused : "").toMatch(
        /Azure doesn't report this workspace's ID, so a purge could delete a different workspace with the same name\. Recover the workspace, then delete it permanently in the portal\./,
      );
      expect(recovery({ ...item, properties })).toHaveLength(1);
    });
  },
};

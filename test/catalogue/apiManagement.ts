import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { apiManagement } from "../../src/services/apiManagement";
import { isRefusal } from "../../src/services/service";
import { deletedApim, liveApim } from "../simulator/providers/apiManagementBodies";
import { readBy, subscriptionId, tenantId } from "../unit/services/samples";
import { officialParts } from "../unit/services/shapes";
import type { CatalogueCase, Exchange } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.ApiManagement";
const version = "?api-version=2024-05-01";
const deleted = `${subscription}/${provider}/locations/southcentralus/deletedservices/apimtest`;
const live = `${subscription}/resourceGroups/apimtestgroup/${provider}/service/apimtest`;

const item = {
  id: deleted.slice(1),
  name: "apimtest",
  type: "Microsoft.ApiManagement/deletedservices",
  location: "South Central US",
  properties: {
    serviceId: live,
    scheduledPurgeDate: "2021-11-26T19:40:26.3596893Z",
    deletionDate: "2021-11-24T19:40:50.1013572Z",
  },
} satisfies JsonObject;

const there = `/${provider}/locations/swedencentral/deletedservices`;
const services = `/resourceGroups/rg-platform/${provider}/service`;
const publisher = { publisherEmail: "publisher@example.com", publisherName: "Publisher" };
const made = { location: "swedencentral", sku: { name: "Developer", capacity: 1 } };
const restore = { ...made, properties: { ...publisher, restore: true } };
const create = { ...made, properties: publisher };

/** API Management services in the tests. */
export const entry: CatalogueCase = {
  service: apiManagement,
  examples: [
    {
      from: "https://learn.microsoft.com/azure/api-management/soft-delete#get-a-soft-deleted-instance-by-name",
      item,
      read: {
        name: "apimtest",
        resourceGroup: "apimtestgroup",
        location: "southcentralus",
        originalId: live,
        deletedPath: deleted,
        deletedAt: "2021-11-24T19:40:50.101Z",
        purgeAt: "2021-11-26T19:40:26.359Z",
        purgeAtFrom: "azure",
        purgeProtected: false,
        tags: {},
      },
    },
    {
      from: "https://learn.microsoft.com/rest/api/apimanagement/current-ga/deleted-services/list-by-subscription",
      item: {
        id: `${subscription}/${provider}/locations/westus2/deletedservices/apimService`,
        name: "apimService",
        type: "Microsoft.ApiManagement/deletedservices",
        location: "West US 2",
        properties: {
          serviceId: `${subscription}/resourceGroups/rg1/${provider}/service/apimService`,
          scheduledPurgeDate: "2017-05-27T15:33:55.5426123Z",
          deletionDate: "2017-05-27T15:33:55.5426123Z",
        },
      },
      read: {
        name: "apimService",
        resourceGroup: "rg1",
        location: "westus2",
        deletedPath: `${subscription}/${provider}/locations/westus2/deletedservices/apimService`,
      },
    },
  ],
  shapes: fc.tuple(officialParts, fc.constantFrom("both", "id", "location")).map(
    ([
      {
        name,
        group,
        location: [display, region],
        ...rest
      },
      placed,
    ]) => ({
      item: {
        ...(placed === "location"
          ? {}
          : {
              id: `${rest.slash}subscriptions/${subscriptionId}/${provider}/locations/${region}/deletedservices/${name}`,
            }),
        name,
        type: "Microsoft.ApiManagement/deletedservices",
        ...(placed === "id" ? {} : { location: display }),
        properties: {
          serviceId: `${rest.slash}subscriptions/${subscriptionId}/${rest.groups}/${group}/${provider}/service/${name}`,
          ...(rest.deleted === undefined ? {} : { deletionDate: rest.deleted.text }),
          ...(rest.purged === undefined ? {} : { scheduledPurgeDate: rest.purged.text }),
        },
      },
      read: {
        name,
        resourceGroup: group,
        location: region,
        originalId: `${subscription}/resourceGroups/${group}/${provider}/service/${name}`,
        deletedPath: `${subscription}/${provider}/locations/${region}/deletedservices/${name}`,
        deletedAt: rest.deleted?.iso,
        ...(rest.purged === undefined
          ? { purgeAtFrom: "retention" as const }
          : { purgeAt: rest.purged.iso, purgeAtFrom: "azure" as const }),
      },
    }),
  ),
  required: [["properties", "serviceId"]],
  plans: {
    list: [`GET ${subscription}/${provider}/deletedservices${version}`],
    recover: [
      `PUT ${live}${version} {"location":"southcentralus","sku":{"name":"Developer","capacity":1},"properties":{"publisherEmail":"publisher@example.com","publisherName":"Publisher","restore":true}}`,
    ],
    purge: [`DELETE ${deleted}${version}`],
    commands: {
      recover: [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
      purge: [
        /^az apim deletedservice purge --service-name \S+ --location southcentralus --subscription \S+$/,
        /^Invoke-AzRestMethod -Method DELETE /,
      ],
    },
  },
  recoversByName: true,
  roles: {
    "API Management Service Contributor": {
      actions: ["Microsoft.ApiManagement/service/*"],
      notActions: [],
    },
  },
  contract: [
    {
      namespace: "Microsoft.ApiManagement",
      inUse: "2024-05-01",
      inFile: "2022-08-01",
      file: "apimanagement/resource-manager/Microsoft.ApiManagement/stable/2022-08-01/apimdeletedservices.json",
      source:
        "https://github.com/hashicorp/terraform-provider-azurerm vendors 2024-05-01; the operations used have the same shapes",
    },
  ],
  exchanges: [
    ...["apim-platform", "apim-platform-live", "never-was", "1st"].map((name): Exchange => [
      "POST",
      `/${provider}/checkNameAvailability${version}`,
      200,
      { name },
    ]),
    ["GET", `/${provider}/deletedservices${version}`, 200],
    ["GET", `${there}/apim-platform${version}`, 200],
    ["GET", `${there}/never-was${version}`, 404],
    ["GET", `/${provider}/locations/Sweden%20Central/deletedservices/apim-platform${version}`, 404],
    ["PUT", `${services}/apim-platform${version}`, 409, create],
    ["PUT", `${services}/never-was${version}`, 400, restore],
    ["PUT", `${services}/apim-platform${version}`, 201, restore],
    ["GET", `${services}/apim-platform${version}`, 200],
    ["GET", `${services}${version}`, 200],
    ["GET", `/${provider}/service${version}`, 200],
    ["GET", `${there}/apim-platform${version}`, 404],
    ["DELETE", `${there}/apim-platform-test${version}`, 202],
    ["DELETE", `${there}/apim-platform-test${version}`, 409],
    ["DELETE", `${there}/never-was${version}`, 204],
    ["DELETE", `${services}/apim-platform-live${version}`, 200],
    ["PUT", `${services}/apim-platform-live${version}`, 400, restore],
    ["GET", `${services}/apim-platform-live${version}`, 404],
  ],
  window: {
    row: "apim-platform",
    description: /^3[56] h left · rg-platform · swedencentral$/,
    recover: {
      asks: /The service may need many minutes to work again\./,
      isBack: (state) => liveApim(state, "rg-platform", "apim-platform") !== undefined,
    },
    purge: {
      says: /" can be used again in this subscription\. Azure reserves the name for a few more days for other subscriptions\./,
      isGone: (state) => deletedApim(state, "apim-platform") === undefined,
    },
  },
  checks: () => {
    it("without a purge date is kept 48 hours, and without any date has no known end", () => {
      const { serviceId, deletionDate } = item.properties;
      const dated = readBy(apiManagement, { ...item, properties: { serviceId, deletionDate } });
      expect([dated.purgeAt, dated.purgeAtFrom]).toEqual(["2021-11-26T19:40:50.101Z", "retention"]);
      const undated = readBy(apiManagement, { ...item, properties: { serviceId } });
      expect([undated.deletedAt, undated.purgeAt]).toEqual([undefined, undefined]);
    });

    it("has its region in its id, or else as a display name; without both it is malformed", () => {
      const { id: _, ...without } = item;
      expect(readBy(apiManagement, without).location).toBe("southcentralus");
      const { location: __, ...nowhere } = without;
      expect(() => readBy(apiManagement, nowhere)).toThrow();
    });

    it("is tried again while Azure refuses a recovery with whatever 400, but not a purge", () => {
      const resource = readBy(apiManagement, item);
      const steps = apiManagement.recover(resource, { tenantId, answers: {} });
      expect(isRefusal(steps) ? undefined : steps[0]?.retryOn).toEqual({
        status: 400,
        retryEverySeconds: 20,
        giveUpAfterSeconds: 180,
      });
      const purge = apiManagement.purge(resource);
      expect(isRefusal(purge) ? [] : purge.map(({ retryOn }) => retryOn)).toEqual([undefined]);
    });

    it("needs besides the purge to read what is purged, and to follow it another right", () => {
      const { purge } = apiManagement.permissions;
      expect(purge?.also?.map(({ action, scope }) => [action, scope])).toEqual([
        ["Microsoft.ApiManagement/locations/deletedservices/read", "subscription"],
      ]);
      expect(purge?.follow).toBe(
        "Microsoft.ApiManagement/locations/deletedservices/operationresults/read",
      );
    });

    it("is given 45 minutes to show once it is recovered", () => {
      const steps = apiManagement.recover(readBy(apiManagement, item), { tenantId, answers: {} });
      expect(
        isRefusal(steps) ? [] : steps.map(({ confirmWithinSeconds }) => confirmWithinSeconds),
      ).toEqual([2700]);
    });
  },
};

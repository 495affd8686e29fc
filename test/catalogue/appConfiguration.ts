import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { appConfiguration } from "../../src/services/appConfiguration";
import { isRefusal } from "../../src/services/service";
import { deletedStore, liveStore } from "../simulator/providers/appConfigurationBodies";
import { checkProtection } from "../unit/catalogue/protectionChecks";
import { described } from "../unit/catalogue/reading";
import { readBy, subscriptionId } from "../unit/services/samples";
import { officialParts } from "../unit/services/shapes";
import type { CatalogueCase } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.AppConfiguration";
const version = "?api-version=2024-06-01";
const deleted = `${subscription}/${provider}/locations/westus/deletedConfigurationStores/contoso`;
const live = `${subscription}/resourceGroups/myResourceGroup/${provider}/configurationStores/contoso`;
const published =
  "https://github.com/Azure/azure-rest-api-specs/blob/main/specification/appconfiguration/resource-manager/Microsoft.AppConfiguration/stable/2024-06-01/examples";

const item = {
  id: deleted,
  name: "contoso",
  type: "Microsoft.AppConfiguration/deletedConfigurationStores",
  properties: {
    configurationStoreId: live,
    location: "westus",
    deletionDate: "2017-01-01T00:00:59Z",
    scheduledPurgeDate: "2017-04-01T00:00:59Z",
    tags: { team: "web" },
  },
} satisfies JsonObject;

const protectedItem = { ...item, properties: { ...item.properties, purgeProtectionEnabled: true } };

const there = `/${provider}/locations/swedencentral/deletedConfigurationStores`;
const stores = `/resourceGroups/rg-platform/${provider}/configurationStores`;
const store = { location: "swedencentral", sku: { name: "standard" } };
const recover = { ...store, properties: { createMode: "Recover" } };
const type = "Microsoft.AppConfiguration/configurationStores";

/** App Configuration stores in the tests. */
export const entry: CatalogueCase = {
  service: appConfiguration,
  examples: [
    {
      from: `${published}/DeletedConfigurationStoresGet.json`,
      item,
      read: {
        name: "contoso",
        resourceGroup: "myResourceGroup",
        location: "westus",
        originalId: live,
        deletedPath: deleted,
        deletedAt: "2017-01-01T00:00:59.000Z",
        purgeAt: "2017-04-01T00:00:59.000Z",
        purgeAtFrom: "azure",
        purgeProtected: false,
        tags: { team: "web" },
      },
    },
    {
      from: `${published}/DeletedConfigurationStoresList.json`,
      item: { ...protectedItem, properties: { ...protectedItem.properties, tags: {} } },
      read: { name: "contoso", purgeProtected: true, tags: {} },
    },
  ],
  shapes: officialParts.map(({ name, group, location: [display, region], ...rest }) => ({
    item: {
      id: `${rest.slash}subscriptions/${subscriptionId}/${provider}/locations/${region}/deletedConfigurationStores/${name}`,
      name,
      type: "Microsoft.AppConfiguration/deletedConfigurationStores",
      properties: {
        configurationStoreId: `${rest.slash}subscriptions/${subscriptionId}/${rest.groups}/${group}/${provider}/configurationStores/${name}`,
        location: display,
        tags: rest.tags,
        ...(rest.deleted === undefined ? {} : { deletionDate: rest.deleted.text }),
        ...(rest.purged === undefined ? {} : { scheduledPurgeDate: rest.purged.text }),
        ...(rest.isProtected === undefined ? {} : { purgeProtectionEnabled: rest.isProtected }),
      },
    },
    read: {
      name,
      resourceGroup: group,
      location: region,
      originalId: `${subscription}/resourceGroups/${group}/${provider}/configurationStores/${name}`,
      deletedPath: `${subscription}/${provider}/locations/${region}/deletedConfigurationStores/${name}`,
      deletedAt: rest.deleted?.iso,
      purgeAt: rest.purged?.iso,
      purgeAtFrom: "azure",
      purgeProtected: rest.isProtected === true,
      tags: rest.tags,
    },
  })),
  required: [
    ["properties", "configurationStoreId"],
    ["properties", "location"],
  ],
  plans: {
    list: [`GET ${subscription}/${provider}/deletedConfigurationStores${version}`],
    recover: [
      `PUT ${live}${version} {"location":"westus","sku":{"name":"standard"},"properties":{"createMode":"Recover"}}`,
    ],
    purge: [`POST ${deleted}/purge${version}`],
    commands: {
      recover: [
        /^az appconfig recover .*--location westus --yes /,
        /^Invoke-AzRestMethod -Method PUT /,
      ],
      purge: [
        /^az appconfig purge .*--location westus /,
        /^Clear-AzAppConfigurationDeletedStore .*-Confirm /,
      ],
    },
  },
  recoversByName: true,
  roles: {
    "App Configuration Contributor": {
      actions: ["Microsoft.AppConfiguration/*"],
      notActions: ["Microsoft.AppConfiguration/locations/deletedConfigurationStores/purge/action"],
    },
  },
  contract: [
    {
      namespace: "Microsoft.AppConfiguration",
      inUse: "2024-06-01",
      inFile: "2023-03-01",
      file: "appconfiguration/resource-manager/Microsoft.AppConfiguration/stable/2023-03-01/appconfiguration.json",
      source:
        "https://github.com/hashicorp/pandora has 2024-06-01 as the stable version; the operations used have the same shapes",
    },
  ],
  exchanges: [
    ["GET", `/${provider}/deletedConfigurationStores${version}`, 200],
    ["GET", `${there}/appcs-platform${version}`, 200],
    ["GET", `${there}/never-was${version}`, 404],
    ["PUT", `${stores}/appcs-platform${version}`, 409, store],
    ["PUT", `${stores}/never-was${version}`, 404, recover],
    ["PUT", `${stores}/appcs-platform${version}`, 201, recover],
    ["GET", `${stores}/appcs-platform${version}`, 200],
    ["GET", `${stores}${version}`, 200],
    ["GET", `/${provider}/configurationStores${version}`, 200],
    ["GET", `${there}/appcs-platform${version}`, 404],
    ["POST", `${there}/appcs-platform-flags/purge${version}`, 409],
    ["POST", `${there}/appcs-platform-test/purge${version}`, 200],
    ["POST", `${there}/never-was/purge${version}`, 204],
    [
      "POST",
      `/${provider}/checkNameAvailability${version}`,
      200,
      { name: "appcs-platform-test", type },
    ],
    ["POST", `/${provider}/checkNameAvailability${version}`, 200, { name: "never-was", type }],
    ["DELETE", `${stores}/appcs-platform${version}`, 200],
    ["DELETE", `${stores}/appcs-platform${version}`, 204],
  ],
  window: {
    row: "appcs-platform",
    description: /^4 days left · rg-platform · swedencentral$/,
    recover: {
      asks: /The managed identity: assign one again, and give this identity access to any customer-managed key\./,
      isBack: (state) => liveStore(state, "rg-platform", "appcs-platform") !== undefined,
    },
    purge: {
      says: /All key-values and feature flags in the store are lost, with their revision history\./,
      isGone: (state) => deletedStore(state, "appcs-platform") === undefined,
    },
  },
  checks: () => {
    checkProtection(appConfiguration, item);

    it("has the name as people wrote it, though the original's id is in lower case", () => {
      const name = "CredentialTest3efh";
      const configurationStoreId = `/subscriptions/${subscriptionId}/resourcegroups/rg/providers/microsoft.appconfiguration/configurationstores/${name.toLowerCase()}`;
      const found = readBy(appConfiguration, {
        ...item,
        name,
        properties: { ...item.properties, configurationStoreId },
      });
      expect(found.name).toBe(name);
    });

    it("refuses the purge of a protected store, with the reason", () => {
      const answer = appConfiguration.purge(readBy(appConfiguration, protectedItem));
      expect(isRefusal(answer) ? answer.refused : "").toMatch(/^Purge protection is on/);
    });

    it("is purged once it is gone, and done once its name is free", () => {
      const steps = appConfiguration.purge(readBy(appConfiguration, item));
      const step = isRefusal(steps) ? undefined : steps[0];
      expect(step?.postcondition?.expects).toBe("absent");
      expect(step?.postcondition && described(step.postcondition.request)).toBe(
        `GET ${deleted}${version}`,
      );
      const { request, path, value, timeoutMessage } = step?.waitAfter ?? {};
      expect(request && described(request)).toBe(
        `POST ${subscription}/${provider}/checkNameAvailability${version} {"name":"contoso","type":"${type}"}`,
      );
      expect([path, value]).toEqual([["nameAvailable"], true]);
      expect(timeoutMessage).toMatch(/is purged, but Azure hasn't released the name "contoso" yet/);
    });

    it("names what a recovery leaves out", () => {
      const { notRestored, billed } = appConfiguration.consequences(readBy(appConfiguration, item));
      expect(notRestored.join()).toMatch(
        /Role assignments.*managed identity.*Event Grid.*pricing tier/,
      );
      expect(billed).toEqual([]);
    });
  },
};

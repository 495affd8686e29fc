import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { isRefusal } from "../../src/services/service";
import { storage } from "../../src/services/storage";
import { deletedStorageAccounts, liveStorageAccount } from "../simulator/providers/storageAccounts";
import { anyCase, azureName } from "../unit/azure/arbitraries";
import { readBy, subscriptionId, tenantId } from "../unit/services/samples";
import type { CatalogueCase, Exchange, Shape } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.Storage";
const version = "?api-version=2023-05-01";
const live = `${subscription}/resourceGroups/sto/${provider}/storageAccounts/sto1125`;
const deleted = `${subscription}/${provider}/locations/eastus/deletedAccounts/sto1125`;
const published =
  "https://github.com/Azure/azure-rest-api-specs/blob/main/specification/storage/resource-manager/Microsoft.Storage";

const times = {
  creationTime: "2020-08-17T03:35:37.4588848Z",
  deletionTime: "2020-08-17T04:41:37.3442475Z",
} satisfies JsonObject;
const properties = {
  storageAccountResourceId: live,
  location: "eastus",
  restoreReference: "sto1125|2020-08-17T03:35:37.4588848Z",
  ...times,
} satisfies JsonObject;
const item = {
  id: deleted,
  name: "sto1125",
  type: "Microsoft.Storage/deletedAccounts",
  properties,
} satisfies JsonObject;

/** As it was in the first preview, and directly in the item where the service left that out. */
const inParts = {
  key: "sto1125|2020-08-17T03:35:37.4588848Z",
  name: "sto1125",
  location: "eastus",
  subscription: subscriptionId,
  resourceGroupName: "sto",
  ...times,
} satisfies JsonObject;

const read = {
  name: "sto1125",
  resourceGroup: "sto",
  location: "eastus",
  kind: undefined,
  originalId: live,
  deletedPath: deleted,
  deletedAt: "2020-08-17T04:41:37.344Z",
  purgeAt: "2020-08-31T04:41:37.344Z",
  purgeAtFrom: "retention",
  purgeProtected: false,
  tags: {},
} as const;

const shapes: fc.Arbitrary<Shape> = fc
  .record({
    name: azureName,
    group: azureName,
    groups: anyCase("resourceGroups"),
    slash: fc.constantFrom("", "/"),
    location: fc.constantFrom("eastus2", "East US 2", "EastUS2"),
    at: fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
    written: fc.constantFrom("8848Z", "Z", "+00:00", "8848", undefined),
    form: fc.constantFrom("asId", "inParts", "flat"),
  })
  .map(({ name, group, groups, slash, location, at, written, form }) => {
    const iso = at.toISOString();
    const account = `subscriptions/${subscriptionId}/${groups}/${group}/${provider}/storageAccounts/${name}`;
    const described = {
      ...(form === "asId"
        ? { storageAccountResourceId: slash + account }
        : { subscription: subscriptionId, resourceGroupName: group }),
      location,
      ...(written === undefined ? {} : { deletionTime: iso.replace("Z", written) }),
    };
    return {
      item: { name, ...(form === "flat" ? described : { properties: described }) },
      read: {
        name,
        resourceGroup: group,
        location: "eastus2",
        originalId: `${subscription}/resourceGroups/${group}/${provider}/storageAccounts/${name}`,
        deletedPath: `${subscription}/${provider}/locations/eastus2/deletedAccounts/${name}`,
        deletedAt: written === undefined ? undefined : iso,
        purgeAt:
          written === undefined
            ? undefined
            : new Date(at.getTime() + 14 * 24 * 3_600_000).toISOString(),
        purgeAtFrom: "retention",
      },
    };
  });

function stepFor(changed: JsonObject) {
  const answer = storage.recover(readBy(storage, changed), { tenantId, answers: {} });
  return isRefusal(answer) ? undefined : answer[0];
}

const platform = "/resourceGroups/rg-platform/providers/Microsoft.Storage/storageAccounts";
const recovering = "?api-version=2022-09-01";
const neverCreated = {
  location: "swedencentral",
  properties: { deletedAccountCreationTime: "2020-08-17T03:35:37.4588848Z" },
};

/** Storage accounts in the tests. */
export const entry: CatalogueCase = {
  service: storage,
  examples: [
    { from: `${published}/stable/2023-05-01/examples/DeletedAccountList.json`, item, read },
    {
      from: `${published}/preview/2020-08-01-preview/examples/DeletedAccountList.json`,
      item: { ...item, properties: inParts },
      read,
    },
    {
      from: "https://github.com/Azure/azure-rest-api-specs/pull/11617",
      item: inParts,
      read,
    },
  ],
  shapes,
  required: [["name"], ["properties", "location"], ["properties", "storageAccountResourceId"]],
  plans: {
    list: [`GET ${subscription}/${provider}/deletedAccounts${version}`],
    recover: [
      `PUT ${live}?api-version=2022-09-01 {"location":"eastus","properties":{"deletedAccountCreationTime":"2020-08-17T03:35:37.4588848Z"}}`,
    ],
    purge:
      /A deleted storage account can't be purged\. Azure removes it 14 days after the deletion, but its name can be used again before that\./,
    commands: {
      recover: [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
    },
  },
  roles: {
    "Storage Account Contributor": {
      actions: ["Microsoft.Storage/storageAccounts/*"],
      notActions: [],
    },
  },
  contract: [
    {
      namespace: "Microsoft.Storage",
      inUse: "2023-05-01",
      inFile: "2023-05-01",
      file: "storage/resource-manager/Microsoft.Storage/stable/2023-05-01/storage.json",
      source: "deleted accounts and live ones: the same version",
    },
    {
      namespace: "Microsoft.Storage",
      inUse: "2022-09-01",
      source:
        "the version in which scripts recover accounts, with a property that no published file has: https://github.com/MicrosoftDocs/azure-docs/issues/113332 asks for the documentation",
    },
  ],
  disputed: [
    [
      /^INVALID_RESPONSE_CODE: .*'404'/,
      "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-not-found: the file has no answer for an account that is not there",
    ],
  ],
  exchanges: [
    ...["stplatform", "stmlplatform", "st-platform"].map((name): Exchange => [
      "POST",
      `/${provider}/checkNameAvailability${version}`,
      200,
      { name, type: "Microsoft.Storage/storageAccounts" },
    ]),
    ["GET", `/providers/Microsoft.Storage/deletedAccounts${version}`, 200],
    [
      "GET",
      `/providers/Microsoft.Storage/locations/swedencentral/deletedAccounts/stplatform${version}`,
      200,
    ],
    [
      "GET",
      `/providers/Microsoft.Storage/locations/westus/deletedAccounts/stplatform${version}`,
      404,
    ],
    ["GET", `${platform}/stplatformreused${version}`, 200],
    ["GET", `${platform}/stplatform${version}`, 404],
    ["PUT", `${platform}/stplatform${recovering}`, 409, neverCreated],
    ["PUT", `${platform}/stplatformreused${recovering}`, 409, neverCreated],
    ["PUT", `${platform}/stplatform${recovering}`, 400, { location: "swedencentral" }],
    [
      "PUT",
      `${platform}/stplatformreused${version}`,
      200,
      { location: "swedencentral", kind: "StorageV2", sku: { name: "Standard_LRS" } },
    ],
  ],
  window: {
    row: "stplatform",
    description: /^(9|10) days left · rg-platform · swedencentral$/,
    recover: {
      asks: /Recovery is a best-effort attempt that Azure doesn't guarantee, and this request isn't documented\. If the recovery fails, try the portal\./,
      isBack: (state) =>
        liveStorageAccount(state, "rg-platform", "stplatform") !== undefined &&
        !deletedStorageAccounts(state).some(({ resource }) => resource.name === "stplatform"),
    },
    purge: {
      refused:
        /A deleted storage account can't be purged\. Azure removes it 14 days after the deletion, but its name can be used again before that\./,
    },
  },
  checks: () => {
    it("cannot be recovered without the time it was created, and says what can be done", () => {
      const { creationTime: _, ...rest } = properties;
      const resource = readBy(storage, { ...item, properties: rest });
      const answer = storage.recover(resource, { tenantId, answers: {} });
      expect(isRefusal(answer) ? answer.refused : "").toMatch(
        /Azure doesn't report when this account was created, but the recovery needs that time\. Try to restore the account in the portal, from the list of storage accounts\./,
      );
    });

    it.each([
      ["properties", item, ["properties"]],
      ["the item itself", inParts, []],
    ])("is looked for in the list again by what was in %s", (_, changed, path) => {
      const created = { path: [...path, "creationTime"], value: times.creationTime };
      expect(stepFor(changed)?.precondition).toMatchObject({
        request: { path: `${subscription}/${provider}/deletedAccounts` },
        entry: { path: ["name"], value: "sto1125", and: [created] },
        unchanged: [created, { path: [...path, "deletionTime"], value: times.deletionTime }],
        ifForbidden: "proceed",
      });
    });

    it("is not recovered over an account that took its name", () => {
      expect(stepFor(item)?.precondition?.and).toMatchObject({
        request: { method: "GET", path: live },
        unchanged: [{ path: ["properties", "creationTime"], value: times.creationTime }],
        ifForbidden: "stop",
        allowMissing: true,
      });
    });

    it("says that recovering is not documented, and what it leaves out", () => {
      expect(storage.availability.experimental).toEqual(["recover"]);
      const resource = readBy(storage, item);
      const { notRestored, destroyed, freed } = storage.consequences(resource);
      expect(notRestored.join()).toMatch(/isn't documented.*key vault first.*Private endpoints/);
      expect([destroyed, freed, storage.prerequisites(resource)]).toEqual([[], [], []]);
    });
  },
};

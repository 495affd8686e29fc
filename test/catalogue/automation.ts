import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { automation } from "../../src/services/automation";
import { deletionKey } from "../../src/services/deletedResource";
import { anyCase, azureName } from "../unit/azure/arbitraries";
import { readBy, subscriptionId } from "../unit/services/samples";
import type { CatalogueCase, Shape } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.Automation";
const version = "?api-version=2024-10-23";
const ofGroup = `${subscription}/resourceGroups/msitest/${provider}`;

const properties = {
  automationAccountResourceId: `${ofGroup}/automationAccounts/myAutomationAccount`,
  automationAccountId: "cb855f13-0223-4fe4-8260-9e6583dfef24",
  location: "westus",
  deletedTime: "2018-04-24T16:30:55+00:00",
} satisfies JsonObject;
const item = {
  id: `${ofGroup}/deletedAutomationAccounts/myAutomationAccount`,
  name: "myAutomationAccount",
  type: "Microsoft.Automation/deletedAutomationAccounts",
  location: "westus",
  properties,
} satisfies JsonObject;

const shapes: fc.Arbitrary<Shape> = fc
  .record({
    name: azureName,
    group: azureName,
    groups: anyCase("resourceGroups"),
    slash: fc.constantFrom("", "/"),
    location: fc.constantFrom("eastus2", "East US 2"),
    outside: fc.boolean(),
    hasOldId: fc.boolean(),
    at: fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
    written: fc.constantFrom("Z", "0000Z", "+00:00", "", undefined),
    property: fc.constantFrom("deletionTime", "deletedTime"),
  })
  .map(({ name, group, groups, slash, location, at, written, ...rest }) => {
    const iso = at.toISOString();
    const of = `${slash}subscriptions/${subscriptionId}/${groups}/${group}/${provider}`;
    const live = `${of}/automationAccounts/${name}`;
    return {
      item: {
        id: `${of}/deletedAutomationAccounts/${name}`,
        name,
        ...(rest.outside ? { location } : {}),
        properties: {
          ...(rest.hasOldId ? { automationAccountResourceId: live } : {}),
          ...(rest.outside ? {} : { location }),
          ...(written === undefined ? {} : { [rest.property]: iso.replace("Z", written) }),
        },
      },
      read: {
        name,
        resourceGroup: group,
        location: "eastus2",
        originalId: `${subscription}/resourceGroups/${group}/${provider}/automationAccounts/${name}`,
        deletedPath: `${subscription}/resourceGroups/${group}/${provider}/deletedAutomationAccounts/${name}`,
        deletedAt: written === undefined ? undefined : iso,
        purgeAt:
          written === undefined
            ? undefined
            : new Date(at.getTime() + 30 * 24 * 3_600_000).toISOString(),
        purgeAtFrom: "retention",
      },
    };
  });

/** Automation accounts in the tests. */
export const entry: CatalogueCase = {
  service: automation,
  examples: [
    {
      from: "https://github.com/Azure/azure-rest-api-specs/blob/17d1b587b1bb94a71d7f497245df428a38af55cd/specification/automation/resource-manager/Microsoft.Automation/stable/2022-01-31/examples/getDeletedAutomationAccount.json",
      item,
      read: {
        name: "myAutomationAccount",
        resourceGroup: "msitest",
        location: "westus",
        kind: undefined,
        originalId: properties.automationAccountResourceId,
        deletedPath: item.id,
        deletedAt: "2018-04-24T16:30:55.000Z",
        purgeAt: "2018-05-24T16:30:55.000Z",
        purgeAtFrom: "retention",
        purgeProtected: false,
        tags: {},
      },
    },
  ],
  shapes,
  required: [["name"]],
  plans: {
    list: [`GET ${subscription}/${provider}/deletedAutomationAccounts${version}`],
    recover: /"Manage deleted accounts" in the list of Automation accounts.*"msitest" must exist/,
    purge: /^A deleted Automation account can't be purged.*30 days after the deletion/,
  },
  contract: [
    {
      namespace: "Microsoft.Automation",
      inUse: "2024-10-23",
      source:
        "https://github.com/hashicorp/go-azure-sdk has deletedautomationaccounts in 2024-10-23; no published file is at hand",
    },
  ],
  exchanges: [["GET", `/providers/Microsoft.Automation/deletedAutomationAccounts${version}`, 200]],
  window: {
    row: "aa-platform",
    description: /^(20|21) days left · rg-platform · swedencentral$/,
    recover: {
      refused:
        /An Automation account can be recovered only in the portal, within 30 days of the deletion: select "Manage deleted accounts" in the list of Automation accounts\. The resource group "/,
    },
    purge: {
      refused:
        /A deleted Automation account can't be purged\. Azure removes it 30 days after the deletion\./,
    },
  },
  checks: () => {
    it("without a time is told from another deletion of its name by its own ID", () => {
      const keyOf = (automationAccountId: string): string =>
        deletionKey(
          readBy(automation, {
            ...item,
            properties: { ...properties, deletedTime: null, automationAccountId },
          }),
        );
      expect(keyOf("one")).not.toBe(keyOf("two"));
    });

    it("is told by its time where there is one, since it keeps its ID when it is recovered", () => {
      const { distinguishedBy, deletedAt } = readBy(automation, item);
      expect([distinguishedBy, deletedAt]).toEqual([undefined, "2018-04-24T16:30:55.000Z"]);
    });

    it("needs no permission but the one to list, as nothing else can be done here", () => {
      expect(Object.keys(automation.permissions)).toEqual(["list"]);
      expect(automation.portal).toMatch(/Microsoft\.Automation/);
    });
  },
};

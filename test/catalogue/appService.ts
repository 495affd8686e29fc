import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { appService } from "../../src/services/appService";
import type { DeletedResource } from "../../src/services/deletedResource";
import { isRefusal } from "../../src/services/service";
import { deletedSites, liveSite } from "../simulator/providers/webSites";
import { azureName } from "../unit/azure/arbitraries";
import { readFrom } from "../unit/catalogue/reading";
import { readBy, subscriptionId, tenantId } from "../unit/services/samples";
import type { CatalogueCase, Shape } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const version = "?api-version=2025-05-01";
const sites = "providers/Microsoft.Web/sites";
const deleted = `${subscription}/providers/Microsoft.Web/deletedSites/9`;
const target = `${subscription}/resourceGroups/rg-new/${sites}/wussite7`;

const properties = {
  deletedSiteId: 9,
  deletedTimestamp: "2019-05-09T22:29:05.1337007",
  subscription: subscriptionId,
  resourceGroup: "rg1",
  deletedSiteName: "wussite6",
  slot: "Production",
  kind: "app",
  geoRegionName: "West US 2",
} satisfies JsonObject;
const item = {
  id: `${subscription}/resourceGroups/rg1/providers/Microsoft.Web/locations/West US 2/deletedwebapps/wussite6`,
  name: "wussite6",
  type: "Microsoft.Web/locations/deletedSites",
  properties,
} satisfies JsonObject;

const shapes: fc.Arbitrary<Shape> = fc
  .record({
    number: fc.nat({ max: 2 ** 31 - 1 }),
    app: azureName,
    group: azureName,
    slot: fc.oneof(
      fc.constantFrom("Production", "production", "", null, undefined),
      azureName.filter((name) => name.toLowerCase() !== "production"),
    ),
    kind: fc.constantFrom("app", "app,linux", "functionapp", "functionapp,linux", undefined),
    region: fc.constantFrom("West US 2", "westus2", "WestUS2"),
    at: fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
    written: fc.constantFrom("7007", "", "Z", "7007Z", undefined),
  })
  .map(({ number, app, group, slot, kind, region, at, written }) => {
    const iso = at.toISOString();
    const isApp = !slot || slot.toLowerCase() === "production";
    const id = `${subscription}/resourceGroups/${group}/${sites}/${app}`;
    return {
      item: {
        name: app,
        properties: {
          deletedSiteId: number,
          deletedSiteName: app,
          resourceGroup: group,
          geoRegionName: region,
          ...(slot === undefined ? {} : { slot }),
          ...(kind === undefined ? {} : { kind }),
          ...(written === undefined ? {} : { deletedTimestamp: iso.replace("Z", written) }),
        },
      },
      read: {
        name: isApp ? app : `${app}/${slot}`,
        resourceGroup: group,
        location: "westus2",
        kind,
        originalId: isApp ? id : `${id}/slots/${slot}`,
        deletedPath: `${subscription}/providers/Microsoft.Web/deletedSites/${String(number)}`,
        deletedAt: written === undefined ? undefined : iso,
        purgeAt:
          written === undefined
            ? undefined
            : new Date(at.getTime() + 30 * 24 * 3_600_000).toISOString(),
        purgeAtFrom: "retention",
      },
    };
  });

function readWith(changed: JsonObject): DeletedResource {
  return readBy(appService, { ...item, properties: { ...properties, ...changed } });
}

function recoverInto(id: string) {
  return appService.recover(readWith({}), { tenantId, answers: { target: id } });
}

const deletedList = "/providers/Microsoft.Web/deletedSites";
const next = `/resourceGroups/rg-platform/${sites}/app-platform-next`;
const unknown = { properties: { deletedSiteId: deleted, recoverConfiguration: true } };

/** App Service apps in the tests. */
export const entry: CatalogueCase = {
  service: appService,
  examples: [
    {
      from: "https://github.com/Azure/azure-rest-api-specs/blob/82e9c6f9fbfa2d6d47d5e2a6a11c0ad2eb345c43/specification/web/resource-manager/Microsoft.Web/stable/2024-11-01/examples/ListDeletedWebAppsByLocation.json",
      item,
      read: {
        name: "wussite6",
        resourceGroup: "rg1",
        location: "westus2",
        kind: "app",
        originalId: `${subscription}/resourceGroups/rg1/${sites}/wussite6`,
        deletedPath: deleted,
        deletedAt: "2019-05-09T22:29:05.133Z",
        purgeAt: "2019-06-08T22:29:05.133Z",
        purgeAtFrom: "retention",
        purgeProtected: false,
        tags: {},
      },
    },
  ],
  shapes,
  required: ["deletedSiteId", "deletedSiteName", "resourceGroup", "geoRegionName"].map((name) => [
    "properties",
    name,
  ]),
  plans: {
    list: [`GET ${subscription}/providers/Microsoft.Web/deletedSites${version}`],
    answers: { target },
    recover: [
      `POST ${target}/restoreFromDeletedApp${version} {"properties":{"deletedSiteId":"${deleted}","recoverConfiguration":true}}`,
    ],
    purge: /^A deleted app can't be purged\. Azure removes it 30 days after the deletion\./,
    commands: {
      recover: [
        /^az webapp deleted restore .*--deleted-id \/subscriptions\/\S+ /,
        /^Invoke-AzRestMethod -Method POST /,
      ],
    },
  },
  roles: {
    "Website Contributor": {
      actions: ["Microsoft.Web/serverFarms/read", "Microsoft.Web/sites/*"],
      notActions: [],
    },
  },
  contract: [
    {
      namespace: "Microsoft.Web",
      inUse: "2025-05-01",
      inFile: "2023-12-01",
      file: "web/resource-manager/Microsoft.Web/stable/2023-12-01/DeletedWebApps.json",
      source:
        "https://learn.microsoft.com/rest/api/appservice/web-apps/restore-from-deleted-app has the same body in 2025-05-01 and in 2023-12-01",
    },
  ],
  exchanges: [
    ["GET", `${deletedList}${version}`, 200],
    ["GET", `/providers/Microsoft.Web/locations/swedencentral/deletedSites${version}`, 200],
    ["GET", `${deletedList}/128184${version}`, 200],
    ["GET", `${deletedList}/1${version}`, 404],
    ["GET", `${next}${version}`, 200],
    ["GET", `${next}/slots/staging${version}`, 200],
    ["GET", `/resourceGroups/rg-platform/${sites}/app-platform${version}`, 404],
    ["POST", `${next}/restoreFromDeletedApp${version}`, 404, unknown],
    ["POST", `${next}/restoreFromDeletedApp${version}`, 400, { properties: {} }],
    [
      "POST",
      `${next}/slots/staging/restoreFromDeletedApp${version}`,
      202,
      {
        properties: {
          deletedSiteId: `${subscription}/providers/Microsoft.Web/locations/swedencentral/deletedSites/128185`,
          recoverConfiguration: false,
        },
      },
    ],
  ],
  window: {
    row: "app-platform",
    description: /^(19|20) days left · rg-platform · swedencentral$/,
    recover: {
      answers: [{ pick: "app-platform-next/staging" }],
      asks: /The content and configuration of the app or slot you restore into are overwritten\./,
      stays: true,
      isBack: (state) => {
        const slot = liveSite(state, "rg-platform", "app-platform-next", "staging");
        const restored = deletedSites(state).find(({ id }) => id === slot?.contentOf);
        return (
          restored?.site.name === "app-platform" &&
          restored.site.slot === undefined &&
          slot?.configurationOf === restored.id
        );
      },
    },
    purge: {
      refused: /A deleted app can't be purged\. Azure removes it 30 days after the deletion\./,
    },
  },
  checks: () => {
    it("is not due where Azure lists it after the 30 days that it documents", () => {
      const deleted = {
        ...item,
        properties: { ...properties, deletedTimestamp: "2023-09-15T20:20:05" },
      };
      const readAt = (listedAt: string): unknown =>
        readFrom(appService, { item: deleted, origin: { listedAt: Date.parse(listedAt) } });
      expect(readAt("2023-10-14T00:00:00Z")).toMatchObject({ purgeAt: "2023-10-15T20:20:05.000Z" });
      expect(readAt("2023-11-28T00:00:00Z")).toMatchObject({
        purgeAt: undefined,
        remarks: [expect.stringMatching(/still lists this app.*30 days.*may refuse/)],
      });
    });

    it.each([
      [{ kind: "app" }, "App Service app"],
      [{ kind: "functionapp,linux" }, "function app"],
      [{ kind: "FunctionApp" }, "function app"],
      [{ kind: null }, "App Service app"],
      [{ slot: "staging" }, "deployment slot"],
    ])("with %j is called %s", (changed, noun) => {
      expect(appService.noun(readWith(changed))).toBe(noun);
    });

    it("asks which app or slot it is restored into, and warns of what that does", () => {
      const [question, ...others] = appService.questions?.(readWith({})) ?? [];
      expect(others).toEqual([]);
      expect(question).toMatchObject({
        kind: "live",
        types: ["microsoft.web/sites", "microsoft.web/sites/slots"],
        // Azure restores into an app of the same region only.
        location: "westus2",
        prompt: expect.stringMatching(/in westus2.*overwritten/) as string,
        none: expect.stringMatching(/Create an app/) as string,
      });
    });

    it("goes where the app is that was picked, and says its name", () => {
      const slot = `${target}/slots/staging`;
      const answer = recoverInto(slot);
      const [step] = isRefusal(answer) ? [] : answer;
      expect(step?.request.path).toBe(`${slot}/restoreFromDeletedApp`);
      expect(step?.title).toBe('Restore App Service app into "wussite7/staging"');
      expect(step?.postcondition).toBeUndefined();
      expect(appService.home?.(readWith({}), { target: slot })).toEqual({
        resourceGroup: "rg-new",
        location: "westus2",
      });
    });

    it("says before it is sent what it overwrites, by the name that was picked", () => {
      for (const [id, name] of [
        [target, "wussite7"],
        [`${target}/slots/staging`, "wussite7/staging"],
      ] as const) {
        const answer = recoverInto(id);
        expect(isRefusal(answer) ? [] : answer.map(({ overwrites }) => overwrites)).toEqual([
          `The content and configuration of "${name}" will be overwritten. You can't undo this.`,
        ]);
      }
    });

    it.each([
      "",
      "wussite7",
      `${subscription}/resourceGroups/rg-new`,
      `${subscription}/resourceGroups/rg-new/providers/Microsoft.Web/serverFarms/plan`,
      `${subscription}/resourceGroups/rg-new/providers/Microsoft.Other/sites/wussite7`,
      `/subscriptions/bbbbbbbb-0000-4000-8000-000000000001/resourceGroups/rg/${sites}/other`,
    ])("is not restored into %j", (id) => {
      const answer = recoverInto(id);
      expect(isRefusal(answer) ? answer.refused : "").toMatch(/in the same subscription/);
    });

    it("is still the deletion that was shown", () => {
      const answer = recoverInto(target);
      const [step] = isRefusal(answer) ? [] : answer;
      expect(step?.precondition).toMatchObject({
        request: { method: "GET", path: deleted },
        unchanged: [
          { path: ["properties", "deletedTimestamp"], value: "2019-05-09T22:29:05.1337007" },
          { path: ["properties", "deletedSiteName"], value: "wussite6" },
        ],
        ifForbidden: "proceed",
      });
    });

    it("says what stays behind, by what it is", () => {
      const left = (changed: JsonObject): string =>
        appService.consequences(readWith(changed)).notRestored.join(" ");
      expect(left({})).toMatch(/overwritten.*Custom domains.*Deployment slots/);
      expect(left({})).not.toMatch(/Consumption/);
      expect(left({ slot: "staging" })).not.toMatch(
        /Deployment slots: each slot is listed as a separate deleted app\. Restore each one separately\./,
      );
      expect(left({ kind: "functionapp" })).toMatch(/Consumption or Elastic Premium/);
      expect(appService.recoversACopy).toBe("existing");
    });
  },
};

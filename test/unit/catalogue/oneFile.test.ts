import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  servicesDocument,
  withServiceChoices,
  withServiceNames,
} from "../../../scripts/catalogueDocuments";
import type { ArmFailure } from "../../../src/azure/errors";
import type { JsonValue } from "../../../src/base/json";
import { renderPlan } from "../../../src/features/copyCommand/renderPlan";
import { exportText } from "../../../src/features/exportList/exportText";
import { findNameConflicts } from "../../../src/features/fileChecks/nameConflicts";
import { findVariableConflicts } from "../../../src/features/fileChecks/variableConflicts";
import { NameIndex } from "../../../src/features/fileChecks/nameIndex";
import { issueReport } from "../../../src/features/help/issueReport";
import { NameFinder } from "../../../src/features/nameLookup/nameFinder";
import { matcherFor } from "../../../src/inventory/filter";
import { Inventory } from "../../../src/inventory/inventory";
import type { InventoryItem } from "../../../src/inventory/inventorySnapshot";
import { Planner } from "../../../src/planning/planner";
import { Catalogue } from "../../../src/services/catalogue";
import { services as all } from "../../../src/services/index";
import type { SoftDeleteService } from "../../../src/services/service";
import { deployedWith } from "../../../src/templates/together";
import { visible } from "../../../src/ui/text";
import type { TreeNode } from "../../../src/ui/treeNode";
import { endpoint, reporting } from "../inventory/inventoryHarness";
import { filesOf } from "../templates/reading";
import { silent } from "../operations/harness";
import { refusal, ScriptedArm, type Reply, type Sent } from "../operations/scriptedArm";
import { plannerOptions } from "../planning/plannerOptions";
import { production, subscriptionId } from "../services/samples";
import { crates } from "./crates";

const now = Date.parse("2026-03-01T12:00:00Z");
const scope = `/subscriptions/${subscriptionId}`;
const id = `${scope}/resourceGroups/rg-crates/providers/Contoso.Crates/crates/crate-one`;

/** An Azure in which everyone may do everything, and the only deleted resource is one crate. */
function answer({ method, path }: Sent): Reply {
  if (path === `${scope}/providers/Contoso.Crates/deletedCrates`) {
    const properties = { deletedAt: "2026-02-28T12:00:00Z" };
    return { status: 200, body: [{ name: "crate-one", properties }] };
  }
  if (path === `${scope}/providers/Contoso.Crates/checkNameAvailability`) {
    return { status: 200, body: { nameAvailable: false, message: "Some crate is in the way." } };
  }
  if (path.endsWith("/permissions")) {
    return { status: 200, body: [{ actions: ["*"], notActions: [] }] };
  }
  if (path === `${scope}/providers`) {
    const namespaces = [...all, crates].map(({ resourceType }) => resourceType.split("/")[0] ?? "");
    return {
      status: 200,
      body: namespaces.map((namespace) => ({ namespace, registrationState: "Registered" })),
    };
  }
  switch (method) {
    case "HEAD":
      return { status: 204 };
    case "GET":
      return { status: 200, body: [] };
    default:
      return refusal(404, "NotFound");
  }
}

function refused(code: string): ArmFailure {
  return { kind: "refused", method: "PUT", path: "/", status: 409, code, message: "No." };
}

/** What rows of the tree need of VS Code. */
const windowParts = {
  TreeItem: class {
    constructor(readonly label: string) {}
  },
  TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
  ThemeIcon: class {
    constructor(readonly id: string) {}
  },
  env: { language: "en" },
  l10n: { t: (text: string) => text },
};

/** The labels of a row and of those below it. */
function labelsOf(node: TreeNode): readonly unknown[] {
  const below = node.children.map(labelsOf);
  return below.length === 0 ? [node.item().label] : [node.item().label, ...below];
}

/**
 * The catalogue with one more line, and a service in one file: what a person sees of a service must
 * follow from these.
 */
describe("a service that is nothing but its file and its line", () => {
  const arm = new ScriptedArm(answer);
  const catalogue = new Catalogue();
  const options = {
    services: (): readonly SoftDeleteService[] => catalogue.services,
    readSubscriptions: reporting(production),
    connect: async () => arm,
    endpoint,
    logger: silent,
  };
  const inventory = new Inventory(options);
  const serviceOf = ({ resource }: Pick<InventoryItem, "resource">): SoftDeleteService =>
    catalogue.of(resource);

  beforeAll(async () => {
    vi.doMock("../../../src/services/index", () => ({ services: [...all, crates] }));
    vi.doMock("vscode", () => windowParts);
    await catalogue.load();
    await inventory.refresh();
  });
  afterAll(() => {
    vi.doUnmock("../../../src/services/index");
    vi.doUnmock("vscode");
    // No other test is to find modules that were loaded with what is made up here.
    vi.resetModules();
    inventory.dispose();
  });

  function crate(): InventoryItem {
    const [item] = inventory.items;
    if (item === undefined) {
      throw new Error("The crate was not read.");
    }
    return item;
  }

  function finder(): NameFinder {
    const { services: _, ...sources } = options;
    return new NameFinder({
      ...sources,
      services: catalogue.services,
      chosenServices: () => undefined,
    });
  }

  it("is in the catalogue", () => {
    expect(catalogue.services.at(-1)).toBe(crates);
    expect(catalogue.find("crates")).toBe(crates);
  });

  it("is read", () => {
    expect(inventory.items.map(({ resource }) => [resource.serviceId, resource.name])).toEqual([
      ["crates", "crate-one"],
    ]);
  });

  it("is a branch of the tree", async () => {
    const { buildRows } = await import("../../../src/ui/tree/buildRows");
    const { Recoverability } = await import("../../../src/ui/tree/recoverability");
    const { roots } = buildRows(
      inventory.snapshot,
      { grouping: "subscription", order: "timeLeft", filter: "" },
      {
        explain: catalogue.explain,
        runningOn: () => undefined,
        recoverability: new Recoverability(),
        warnHours: 48,
        now,
      },
    );
    expect(roots.map(labelsOf)).toEqual([["Production", ["Crates", ["crate-one"]]]]);
  });

  it.each(["crate", "crates westus", "crate-one"])("is found by the filter %j", (text) => {
    expect(inventory.items.filter(matcherFor(text, serviceOf))).toHaveLength(1);
  });

  it("has its errors explained, and those that are its own wherever they occur", () => {
    const { explain } = catalogue;
    expect(explain("crates", refused("CrateIsSealed"))).toBe(
      "The crate is sealed. Open the crate first.",
    );
    expect(explain("keyVault", refused("CrateIsSealed"))).toMatch(/^Azure refused the request/);
    for (const service of ["crates", "keyVault", undefined]) {
      expect(explain(service, refused("CrateNameReserved"))).toBe(
        "A soft-deleted crate holds this name.",
      );
    }
  });

  it.each([
    ['CrateNameReserved: choose another. Crate Name: "crate-one"', "crate-one"],
    [`FlagMustBeSetForRestore: '${id}' has been soft-deleted`, "crate-one"],
  ])("is linked in a terminal that says %s", (line, name) => {
    expect(finder().parser.conflictsIn(line)).toMatchObject([
      { name, resourceType: crates.resourceType },
    ]);
  });

  it.each([id, "https://crate-one.crates.contoso.example/things", "CrateNameReserved"])(
    "is what holds the name in %s",
    async (text) => {
      const { deleted, query } = await finder().find(text, AbortSignal.timeout(10_000));
      expect(query?.resourceType).toBe(crates.resourceType);
      expect(deleted.map(({ resource }) => resource.originalId)).toEqual([id]);
    },
  );

  it("is asked whether a name is available", async () => {
    const { checks } = await finder().find(
      "crate-two.crates.contoso.example",
      AbortSignal.timeout(10_000),
    );
    expect(checks).toMatchObject([
      { serviceId: "crates", answer: "taken", said: "Some crate is in the way." },
    ]);
  });

  const bicep = "resource c 'Contoso.Crates/crates@2026-01-01' = {\n  name: 'crate-one'\n}\n";
  const terraform = 'resource "azurerm_crate" "c" {\n  name = "crate-one"\n}\n';
  it.each([
    ["/w/main.bicep", bicep, 1],
    ["/w/main.bicep", bicep.replace("}", "  properties: {\n    restore: true\n  }\n}"), 0],
    ["/w/main.tf", terraform, 1],
  ])("is checked for in files: %s %j", async (path, text, conflicts) => {
    const index = new NameIndex(inventory.items, serviceOf);
    const deployed = await deployedWith(path, filesOf({ [path]: text }));
    expect(deployed.flatMap((one) => findNameConflicts(one, index))).toHaveLength(conflicts);
  });

  it("is checked for in variables that its name is in", () => {
    const index = new NameIndex(inventory.items, serviceOf);
    const variable = { name: "PRODUCTION_CRATE", value: "crate-one", start: 0, end: 9 };
    expect(findVariableConflicts([variable], index)).toHaveLength(1);
  });

  it("is recovered and purged with its own requests, and copied as its own commands", async () => {
    const planner = new Planner(
      plannerOptions(arm, { service: (resource) => catalogue.of(resource) }),
    );
    const recovery = await planner.recover(crate(), {});
    const purge = await planner.purge(crate());
    if (!recovery.possible || !purge.possible) {
      throw new Error("The crate can't be recovered or purged.");
    }
    expect(recovery.plan.steps.map(({ request }) => `${request.method} ${request.path}`)).toEqual([
      `PUT ${id}`,
    ]);
    const commands = catalogue.services.flatMap((service) => service.commands ?? []);
    expect(renderPlan(purge.plan, "azureCli", { commands, visible }).text).toContain(
      "az crate purge --name 'crate-one'",
    );
  });

  it("is exported and counted in an issue report", () => {
    const context = { serviceOf, filter: "", total: 1, isIncomplete: false, now };
    expect(exportText("csv", inventory.items, context)).toContain("crate-one");
    const around = {
      extension: "1",
      vscode: "1",
      system: "linux",
      language: "en",
      credential: "azureCli",
      cloud: "AzureCloud",
      services: ["crates"],
    };
    const known = catalogue.services.map((service) => service.id);
    const report = issueReport(around, inventory.snapshot, [], known);
    expect(report).toContain("Services: crates");
    expect(report).toContain("Deleted: crates 1");
  });

  it("is in what npm run generate writes", () => {
    const written = (path: string): string =>
      readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
    const manifest = JSON.parse(
      withServiceChoices(written("package.json"), catalogue.services),
    ) as JsonValue;
    const lists = enumsIn(manifest).filter((choices) => choices.includes("automation"));
    expect(lists).toHaveLength(4);
    expect(lists.filter((choices) => !choices.includes("crates"))).toEqual([]);
    expect(withServiceNames(written("package.nls.json"), catalogue.services)).toContain(
      '"service.crates": "Crates"',
    );
    expect(servicesDocument(catalogue.services)).toContain("A crate can be recovered only as a");
  });
});

/** Every list of choices in a JSON schema. */
function enumsIn(value: JsonValue): readonly (readonly JsonValue[])[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, child]) =>
    key === "enum" && Array.isArray(child) ? [child] : enumsIn(child),
  );
}

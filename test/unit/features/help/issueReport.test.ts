import { describe, expect, it } from "vitest";
import type { ArmFailure } from "../../../../src/azure/errors";
import type { InventorySnapshot } from "../../../../src/inventory/inventorySnapshot";
import { keyVault } from "../../../../src/services/keyVault";
import { managedHsm } from "../../../../src/services/managedHsm";
import { issueReport, type IssueSurroundings } from "../../../../src/features/help/issueReport";
import { subscription } from "../../inventory/inventoryHarness";
import { readBy, vault } from "../../services/samples";
import { operationOf, stepOf } from "../../ui/operations/operations";

const around: IssueSurroundings = {
  extension: "0.1.0",
  vscode: "1.139.1 desktop",
  system: "linux x64",
  language: "de",
  credential: "azureCli",
  cloud: "AzureCloud",
  services: undefined,
};
const failure: ArmFailure = {
  kind: "refused",
  method: "GET",
  path: "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/secret-path",
  status: 403,
  code: "AuthorizationFailed",
  message: "dana@contoso.example may not read secret-vault",
  correlationId: "cccccccc-0000-4000-8000-000000000001",
};
const resource = readBy(keyVault, vault);
const snapshot: InventorySnapshot = {
  state: "read",
  subscriptions: ["Secret One", "Secret Two"].map((name) => ({
    subscription: subscription(name),
    resourceGroups: new Set(["secret-group"]),
    branches: [
      { service: keyVault, state: "read", wasRead: true, resources: [resource], malformed: 0 },
      {
        service: managedHsm,
        state: "failed",
        wasRead: false,
        resources: [],
        malformed: 0,
        failure,
      },
    ],
  })),
  problems: [
    { kind: "signInNeeded", message: "Sign in to Secret Tenant.", tenantName: "Secret Tenant" },
  ],
};
const failed = operationOf(
  "recover",
  [[stepOf("secret"), { state: "failed", reason: "secret-vault is locked by dana.", failure }]],
  { seconds: 1 },
);

function report(some: Partial<IssueSurroundings> = {}): string {
  return issueReport({ ...around, ...some }, snapshot, [failed], ["keyVault", "managedHsm"]);
}

describe("a report", () => {
  it("tells kinds, counts and codes", () => {
    expect(report()).toBe(
      [
        "Extension: 0.1.0",
        "VS Code: 1.139.1 desktop",
        "System: linux x64",
        "Language: de",
        "Signed in with: azureCli",
        "Cloud: AzureCloud",
        "Services: as by default",
        "Subscriptions: 2",
        "Deleted: keyVault 2",
        "",
        "Could not be read:",
        "- managedHsm: refused AuthorizationFailed status 403 (2)",
        "- subscriptions: signInNeeded",
        "",
        "Last operations:",
        `- recover ${failed.plan.subject.serviceId}: failed, refused AuthorizationFailed status 403`,
        "",
      ].join("\n"),
    );
  });

  it("names nothing of the person's", () => {
    const text = report();
    const { name, location, resourceGroup = "", originalId } = resource;
    for (const secret of [name, location, resourceGroup, originalId]) {
      expect(secret).not.toBe("");
      expect(text).not.toContain(secret);
    }
    expect(text).not.toMatch(/secret|dana|contoso|[\da-f]{8}-|\/subscriptions/i);
  });

  it("leaves out clouds, services and codes that somebody may have named", () => {
    const text = report({ cloud: "Contoso Cloud", services: ["keyVault", "secretService"] });
    expect(text).toContain("Cloud: custom\n");
    expect(text).toContain("Services: keyVault\n");
    const odd = { ...failure, code: "vault secret-vault is gone" };
    const problems: InventorySnapshot["problems"] = [
      { kind: "failed", message: "secret", failure: odd },
    ];
    expect(issueReport(around, { subscriptions: [], problems }, [], [])).toContain(
      "- subscriptions: refused status 403\n",
    );
  });
});

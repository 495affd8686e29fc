import { findNameConflicts } from "../../src/features/fileChecks/nameConflicts";
import { findVariableConflicts } from "../../src/features/fileChecks/variableConflicts";
import { NameIndex } from "../../src/features/fileChecks/nameIndex";
import { keyVault } from "../../src/services/keyVault";
import { readAzdEnvironment } from "../../src/templates/azdEnvironment";
import { fileKind } from "../../src/templates/fileKind";
import { readTemplateFile } from "../../src/templates/readFile";
import type { Files } from "../../src/templates/deployedFiles";
import { deployedWith } from "../../src/templates/together";
import { readBy, vault } from "../unit/services/samples";
import { subscription } from "../unit/inventory/inventoryHarness";
import { limited, measured, median, type Row } from "./table";

const LINES = 5000;
const DELETED = 8000;
const TIMES = 15;
const MOST_MILLISECONDS = 50;

/** Every eighth of its resources has the name of a deleted one. */
function nameOf(index: number): string {
  return index % 8 === 0 ? `kv-deleted-${index}` : `kv-live-${index}`;
}

function bicep(index: number): readonly string[] {
  return [
    `@description('Vault ${index} of the shop, for \${team}')`,
    `resource vault${index} 'Microsoft.KeyVault/vaults@2023-07-01' = {`,
    `  name: '${nameOf(index)}' // its own name`,
    "  location: location",
    "  tags: union(tags, { team: 'shop', index: '${prefix}-x' })",
    "  properties: {",
    "    tenantId: subscription().tenantId",
    "    sku: { family: 'A', name: 'standard' }",
    "    accessPolicies: []",
    "  }",
    "}",
    "",
  ];
}

function arm(index: number): readonly string[] {
  return [
    "    {",
    '      "type": "Microsoft.KeyVault/vaults",',
    '      "apiVersion": "2023-07-01",',
    `      "name": "${nameOf(index)}",`,
    '      "location": "[parameters(\'location\')]",',
    '      "tags": { "team": "shop" },',
    '      "properties": {',
    '        "tenantId": "[subscription().tenantId]",',
    '        "sku": { "family": "A", "name": "standard" },',
    '        "accessPolicies": []',
    "      }",
    "    },",
  ];
}

function terraform(index: number): readonly string[] {
  return [
    `# Vault ${index} of the shop`,
    `resource "azurerm_key_vault" "vault${index}" {`,
    `  name                = "${nameOf(index)}" // its own name`,
    "  location            = azurerm_resource_group.main.location",
    "  resource_group_name = azurerm_resource_group.main.name",
    "  tenant_id           = data.azurerm_client_config.current.tenant_id",
    '  sku_name            = "standard"',
    "  network_acls {",
    '    bypass         = "AzureServices"',
    '    default_action = "Deny"',
    "  }",
    "}",
  ];
}

function variable(index: number): readonly string[] {
  return [`AZURE_KEY_VAULT_${index}_NAME="${nameOf(index)}"`];
}

function textOf(
  part: (index: number) => readonly string[],
  head: readonly string[] = [],
  tail: readonly string[] = [],
): string {
  const lines = [...head];
  for (let index = 0; lines.length < LINES - tail.length; index += 1) {
    lines.push(...part(index));
  }
  return [...lines, ...tail].join("\n");
}

const texts: Readonly<Record<string, string>> = {
  "/w/main.bicep": textOf(bicep, ["param location string", "var prefix = 'kv'"]),
  "/w/azuredeploy.json": textOf(
    arm,
    [
      "{",
      '  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",',
      '  "parameters": { "location": { "type": "string" } },',
      '  "resources": [',
    ],
    ["    {}", "  ]", "}"],
  ),
  "/w/main.tf": textOf(terraform),
  "/w/.azure/dev/.env": textOf(variable),
};

/** Nothing that was read is kept, as when every file has just changed. */
function filesWith(path: string): Files {
  return {
    list: async () => [path.slice(path.lastIndexOf("/") + 1)],
    read: async (file) => {
      const text = file === path ? (texts[path] ?? "") : "";
      const kind = fileKind(file, () => text.slice(0, 10_000));
      return kind === undefined || text === ""
        ? undefined
        : { file, kind, content: readTemplateFile(kind, text, file) };
    },
    text: async () => undefined,
    open: [],
    registry: undefined,
  };
}

async function found(path: string, index: NameIndex): Promise<number> {
  if (path.endsWith(".env")) {
    return findVariableConflicts(readAzdEnvironment(texts[path] ?? ""), index).length;
  }
  const deployed = await deployedWith(path, filesWith(path));
  return deployed.flatMap((one) => findNameConflicts(one, index)).length;
}

/** From a change that has settled to what is to be said of it, in files of so many lines. */
export async function diagnosticsRows(): Promise<readonly Row[]> {
  const resource = readBy(keyVault, vault);
  const index = new NameIndex(
    Array.from({ length: DELETED }, (_, at) => ({
      subscription: subscription("Production"),
      resource: { ...resource, name: `kv-deleted-${at}` },
    })),
    () => keyVault,
  );
  const rows: Row[] = [];
  for (const path of Object.keys(texts)) {
    const times: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const began = performance.now();
      if ((await found(path, index)) < 10) {
        throw new Error(`${path} has names that are held, and they were not found.`);
      }
      times.push(performance.now() - began);
    }
    const name = `check of a ${path.slice(path.lastIndexOf("/") + 1)} of ${LINES} lines`;
    rows.push(
      limited(`${name}: median`, median(times), "ms", MOST_MILLISECONDS),
      // Before the engine has compiled what it runs: once in a window, and not while somebody types.
      measured(`${name}: first`, times[0] ?? NaN, "ms"),
    );
  }
  return rows;
}

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { uniqueString } from "../../../src/templates/evaluation/hash";

const files: Readonly<Record<string, string>> = {
  "azure.yaml": "name: shop\n",
  ".azure/config.json": '{"version":1,"defaultEnvironment":"dev"}',
  ".azure/dev/.env": 'AZURE_ENV_NAME="dev"\nAZURE_LOCATION="swedencentral"\n',
  "infra/main.parameters.json": JSON.stringify({
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
    contentVersion: "1.0.0.0",
    parameters: { environmentName: { value: "${AZURE_ENV_NAME}" } },
  }),
  "infra/main.bicep": `targetScope = 'subscription'
param environmentName string
param owner string
resource rg 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-\${environmentName}'
  location: 'swedencentral'
}
module vault 'vault.bicep' = {
  scope: rg
  params: {
    name: 'kv-\${take(uniqueString(subscription().id, environmentName), 6)}'
    other: 'kv-\${owner}'
  }
}
`,
  "infra/vault.bicep": `param name string
param other string
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
}
resource second 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: other
}
`,
};

const repository = resolve(import.meta.dirname, "../../..");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "names-"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function printed(...given: readonly string[]): Promise<readonly string[]> {
  const tsx = join(repository, "node_modules", "tsx", "dist", "cli.mjs");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [tsx, join(repository, "scripts", "names.ts"), folder, ...given],
    { cwd: repository },
  );
  return stdout.trimEnd().split("\n");
}

it("prints each name of a project, its pattern where it is known in part, and why", async () => {
  expect(await printed()).toEqual([
    "infra/main.bicep:4  microsoft.resources/resourcegroups  rg-dev",
    "infra/vault.bicep:3  microsoft.keyvault/vaults  kv-??????  (The name depends on AZURE_SUBSCRIPTION_ID, which isn't in the azd environment.)",
    'infra/vault.bicep:6  microsoft.keyvault/vaults  kv-*  ("owner" has no value.)',
  ]);
});

it("knows the names that depend on a subscription which is given, and prints them as JSON", async () => {
  const id = "00000000-0000-4000-8000-000000000001";
  const lines = await printed("--subscription", id, "--json");
  const unique = uniqueString([`/subscriptions/${id}`, "dev"]).slice(0, 6);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual({
    file: "infra/vault.bicep",
    line: 3,
    type: "microsoft.keyvault/vaults",
    name: `kv-${unique}`,
  });
});

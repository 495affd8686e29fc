import { describe, expect, it } from "vitest";
import type { NameIndex } from "../../../../src/features/fileChecks/nameIndex";
import { findNameConflicts } from "../../../../src/features/fileChecks/nameConflicts";
import { findVariableConflicts } from "../../../../src/features/fileChecks/variableConflicts";
import { uniqueString } from "../../../../src/templates/evaluation/hash";
import { deployedWith } from "../../../../src/templates/together";
import { filesOf } from "../../templates/reading";
import { indexOf, subscriptionId } from "./deletedNames";

const allHeld = indexOf(
  "keyVault kv-default",
  "keyVault kv-dev",
  "keyVault kv-prod",
  "cognitiveServices aoai-dev",
);

/** What is held of what a file is deployed with: the name, where, and where it comes from. */
async function heldAround(
  path: string,
  texts: Readonly<Record<string, string>>,
  { open = [], index = allHeld }: { open?: readonly string[]; index?: NameIndex } = {},
): Promise<readonly string[]> {
  const deployed = await deployedWith(path, filesOf(texts, open));
  return deployed
    .flatMap((one) => findNameConflicts(one, index))
    .map(({ name, file, from, isCertain }) =>
      [
        `${name} in ${file}`,
        ...from.map((place) => `from ${place.file}`),
        ...(isCertain ? [] : ["perhaps"]),
      ].join(" "),
    )
    .sort();
}

const bicep =
  "param vaultName string = 'kv-default'\nresource v 'Microsoft.KeyVault/vaults@2023-07-01' = {\n  name: vaultName\n}\n";
const deploymentParameters = (name: string): string =>
  `{"$schema": "deploymentParameters.json#", "parameters": {"vaultName": {"value": "${name}"}}}`;

describe("a Bicep template", () => {
  it("has its defaults where nothing else gives a value", async () => {
    expect(await heldAround("/w/main.bicep", { "/w/main.bicep": bicep })).toEqual([
      "kv-default in /w/main.bicep from /w/main.bicep",
    ]);
  });

  it("has the values of each file of parameters that is for it, and of no other", async () => {
    const texts = {
      "/w/main.bicep": bicep,
      "/w/dev.bicepparam": "using 'main.bicep'\nparam vaultName = 'kv-dev'\n",
      "/w/other.bicepparam": "using 'other.bicep'\nparam vaultName = 'kv-default'\n",
      "/w/main.prod.parameters.json": deploymentParameters("kv-prod"),
      "/w/other.parameters.json": deploymentParameters("kv-default"),
    };
    const expected = [
      "kv-dev in /w/main.bicep from /w/dev.bicepparam",
      "kv-prod in /w/main.bicep from /w/main.prod.parameters.json",
    ];
    expect(await heldAround("/w/main.bicep", texts)).toEqual(expected);
    expect(await heldAround("/w/dev.bicepparam", texts)).toEqual([expected[0]]);
    expect(await heldAround("/w/main.prod.parameters.json", texts)).toEqual([expected[1]]);
    expect(await heldAround("/w/other.bicepparam", texts)).toEqual([]);
  });

  it("has those of a file elsewhere while that is open", async () => {
    const texts = {
      "/w/main.bicep": bicep,
      "/w/env/dev.bicepparam": "using '../main.bicep'\nparam vaultName = 'kv-dev'\n",
    };
    expect(await heldAround("/w/main.bicep", texts, { open: ["/w/env/dev.bicepparam"] })).toEqual([
      "kv-dev in /w/main.bicep from /w/env/dev.bicepparam",
    ]);
  });

  it("has values of azd's environments where parameters ask for them", async () => {
    const texts = {
      "/w/infra/main.bicep": bicep,
      "/w/infra/main.parameters.json": deploymentParameters("kv-${AZURE_ENV_NAME}"),
      "/w/.azure/dev/.env": 'AZURE_ENV_NAME="dev"\n',
      "/w/.azure/test/.env": 'AZURE_ENV_NAME="test"\n',
    };
    expect(await heldAround("/w/infra/main.bicep", texts)).toEqual([
      "kv-dev in /w/infra/main.bicep from /w/.azure/dev/.env from /w/infra/main.parameters.json",
    ]);
  });

  it("is computed from the subscription of each deleted resource where none is known", async () => {
    const token = uniqueString([`/subscriptions/${subscriptionId}`]);
    const text = bicep.replace("'kv-default'", "'kv-${uniqueString(subscription().id)}'");
    const texts = { "/w/main.bicep": text };
    const held = async (...deleted: readonly string[]): Promise<readonly string[]> =>
      heldAround("/w/main.bicep", texts, { index: indexOf(...deleted) });
    expect(await held(`keyVault kv-${token}`, "keyVault kv-other")).toEqual([
      `kv-${token} in /w/main.bicep from /w/main.bicep`,
    ]);
    expect(await held("keyVault kv-other")).toEqual([]);
  });

  it("may be held where a part of its name is unknown, first by what the environment deployed", async () => {
    const texts = {
      "/w/infra/main.bicep": bicep,
      "/w/infra/main.parameters.json": deploymentParameters(
        "kv-${AZURE_ENV_NAME}-${AZURE_LOCATION}",
      ),
      "/w/.azure/dev/.env": 'AZURE_ENV_NAME="dev"\n',
    };
    const index = indexOf("keyVault kv-dev-test", "keyVault kv-dev-eastus dev", "keyVault kv-prod");
    const [deployed] = await deployedWith("/w/infra/main.bicep", filesOf(texts));
    const [conflict] = deployed === undefined ? [] : findNameConflicts(deployed, index);
    expect([conflict?.name, conflict?.isCertain]).toEqual(["kv-dev-*", false]);
    expect(conflict?.holders.map(({ item }) => item.resource.name)).toEqual([
      "kv-dev-eastus",
      "kv-dev-test",
    ]);
  });

  it.each([
    ["if (true) {", ["kv-default in /w/main.bicep from /w/main.bicep"]],
    ["if (false) {", []],
    ["if (deploy) {", ["kv-default in /w/main.bicep from /w/main.bicep perhaps"]],
  ])("with %s is marked as far as it is deployed", async (condition, expected) => {
    const text = bicep.replace("= {", `= ${condition}`);
    const texts = { "/w/main.bicep": `param deploy bool\n${text}` };
    expect(await heldAround("/w/main.bicep", texts)).toEqual(expected);
  });

  it("is of one type, whatever else has the name", async () => {
    const index = indexOf("cognitiveServices kv-default", "appService kv-default");
    expect(await heldAround("/w/main.bicep", { "/w/main.bicep": bicep }, { index })).toEqual([]);
  });

  it.each([
    ["createMode: 'recover'", 0],
    ["createMode: 'RECOVER'", 0],
    ["createMode: mode", 0],
    ["createMode: 'default'", 1],
    ["sku: 'x'", 1],
  ])("with %s is marked %i times", async (property, times) => {
    const text = bicep.replace("\n}\n", `\n  properties: { ${property} }\n}\n`);
    expect(await heldAround("/w/main.bicep", { "/w/main.bicep": text })).toHaveLength(times);
  });
});

describe("a Terraform module", () => {
  const texts = {
    "/w/main.tf": 'resource "azurerm_key_vault" "v" {\n  name = "kv-${local.stage}"\n}\n',
    "/w/variables.tf":
      'variable "stage" {\n  default = "default"\n}\nlocals {\n  stage = var.stage\n}\n',
  };

  it("is all files of a folder", async () => {
    expect(await heldAround("/w/main.tf", texts)).toEqual([
      "kv-default in /w/main.tf from /w/variables.tf from /w/variables.tf",
    ]);
  });

  it("has the values that are always read, later ones over earlier ones", async () => {
    const withValues = {
      ...texts,
      "/w/a.auto.tfvars": 'stage = "dev"\n',
      "/w/terraform.tfvars": 'stage = "prod"\n',
    };
    expect(await heldAround("/w/terraform.tfvars", withValues)).toEqual([
      "kv-dev in /w/main.tf from /w/a.auto.tfvars from /w/variables.tf",
    ]);
  });

  it("has those of files that are named on the command line, each by itself", async () => {
    const withValues = {
      ...texts,
      "/w/env/dev.tfvars": 'stage = "dev"\n',
      "/w/prod.tfvars": 'stage = "prod"\n',
    };
    expect(await heldAround("/w/env/dev.tfvars", withValues)).toEqual([
      "kv-dev in /w/main.tf from /w/env/dev.tfvars from /w/variables.tf",
      "kv-prod in /w/main.tf from /w/prod.tfvars from /w/variables.tf",
    ]);
  });
});

describe("an ARM template", () => {
  it("has its parameters beside it, also where their file is named after none", async () => {
    const texts = {
      "/w/azuredeploy.json":
        '{"$schema": "deploymentTemplate.json#", "parameters": {"vaultName": {"type": "string"}}, "resources": [{"type": "Microsoft.KeyVault/vaults", "name": "[parameters(\'vaultName\')]"}]}',
      "/w/parameters.json": deploymentParameters("kv-prod"),
    };
    const expected = ["kv-prod in /w/azuredeploy.json from /w/parameters.json"];
    expect(await heldAround("/w/azuredeploy.json", texts)).toEqual(expected);
    expect(await heldAround("/w/parameters.json", texts)).toEqual(expected);
  });
});

describe("an environment of azd's", () => {
  const index = indexOf("keyVault kv-dev-1", "keyVault vault", "cognitiveServices chat");

  it.each([
    ["AZURE_KEY_VAULT_NAME", "kv-dev-1", true],
    ["AZURE_KEY_VAULT_NAME", "vault", true],
    ["AZURE_KEY_VAULT", "kv-dev-1", true],
    ["KEYVAULT_DISPLAY", "vault", false],
    ["RESOURCE_NAME", "KV-DEV-1", true],
    ["RESOURCE_NAME", "vault", false],
    ["GREETING", "kv-dev-1", false],
    ["AZURE_ENV_NAME", "kv-dev-1", false],
    ["AZURE_RESOURCE_GROUP_NAME", "kv-dev-1", false],
    ["AZURE_OPENAI_SERVICE_NAME", "chat", true],
    ["AZURE_OPENAI_DEPLOYMENT_NAME", "chat", false],
    ["AZURE_OPENAI_GREETING_NAME", "chat", false],
    ["AZURE_OPENAI_SERVICE", "chat", true],
    ["AZURE_FORM_READER_SERVICE", "kv-dev-1", true],
    ["AZURE_STORAGE_CONTAINER", "kv-dev-1", false],
    ["AZURE_SPEECH_SERVICE_VOICE", "chat", false],
  ])("with %s=%s is marked: %s", (name, value, isMarked) => {
    const found = findVariableConflicts([{ name, value, start: 3, end: 9 }], index);
    expect(found.map((one) => [one.name, one.start, one.end])).toEqual(
      isMarked ? [[value, 3, 9]] : [],
    );
  });
});

describe("a URL, host, or resource ID in an environment of azd's", () => {
  const index = indexOf(
    "keyVault kv-dev-1",
    "cognitiveServices chat",
    "cognitiveServices kv-dev-1",
  );
  const vaultId = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-dev-1";

  it.each([
    ["https://chat.openai.azure.com/", "chat", "cognitiveServices"],
    ["https://chat.cognitiveservices.azure.com", "chat", "cognitiveServices"],
    ["HTTPS://CHAT.OPENAI.AZURE.COM:443/openai/v1", "chat", "cognitiveServices"],
    ["chat.openai.azure.com", "chat", "cognitiveServices"],
    ["https://kv-dev-1.vault.azure.net/", "kv-dev-1", "keyVault"],
    [vaultId, "kv-dev-1", "keyVault"],
    [`${vaultId.toLowerCase()}/secrets/chat`, undefined, undefined],
    ["https://chat.example.com/", undefined, undefined],
    ["https://chat.vault.azure.net/", undefined, undefined],
    ["https://example.com/chat.openai.azure.com", undefined, undefined],
    ["https://a.chat.openai.azure.com/", undefined, undefined],
  ])("%s names %s", (value, name, serviceId) => {
    const found = findVariableConflicts([{ name: "ANYTHING", value, start: 0, end: 1 }], index);
    expect(found.map((one) => [one.name, ...one.holders.map(({ service }) => service.id)])).toEqual(
      name === undefined ? [] : [[name, serviceId]],
    );
  });
});

describe("what holds names", () => {
  it("is found by ARM's type and by Terraform's kinds, in any case", () => {
    const index = indexOf("keyVault KV-One");
    expect(index.holders("microsoft.keyvault/VAULTS", "kv-one")).toHaveLength(1);
    expect(index.holders("azurerm_key_vault", "kv-ONE")).toHaveLength(1);
    expect(index.holders("azurerm_storage_account", "kv-one")).toEqual([]);
    expect(index.isEmpty).toBe(false);
  });

  it("is found by the subdomain of an account, too", () => {
    const index = indexOf("cognitiveServices aoai-dev - sub-dev");
    const url = { name: "ENDPOINT", value: "https://sub-dev.openai.azure.com/", start: 0, end: 1 };
    expect(findVariableConflicts([url], index).map(({ name }) => name)).toEqual(["sub-dev"]);
    expect(index.holders("Microsoft.CognitiveServices/accounts", "sub-dev")).toEqual([]);
  });

  it("is nothing of services whose deleted resources are in nobody's way", () => {
    expect(indexOf("appService app", "automation account").isEmpty).toBe(true);
  });
});

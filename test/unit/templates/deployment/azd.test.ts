import { describe, expect, it } from "vitest";
import { uniqueString } from "../../../../src/templates/evaluation/hash";
import { deployedFrom } from "../reading";

const subscriptionId = "3c7f956b-55ee-4686-9d30-da1eb631dc59";
const token = uniqueString([`/subscriptions/${subscriptionId}`, "dev", "swedencentral"]);
const ofGroup = uniqueString([`/subscriptions/${subscriptionId}/resourceGroups/rg-dev`]);

const texts = {
  "/w/azure.yaml": "name: shop\n",
  "/w/.azure/config.json": '{"version":1,"defaultEnvironment":"dev"}',
  "/w/.azure/dev/.env": `AZURE_ENV_NAME="dev"\nAZURE_LOCATION="swedencentral"\nAZURE_SUBSCRIPTION_ID="${subscriptionId.toUpperCase()}"\nSHAPE="{\\"a\\":1}"\n`,
  "/w/.azure/dev/config.json": '{"infra":{"parameters":{"owner":"ops"}}}',
  "/w/.azure/test/.env": 'AZURE_ENV_NAME="test"\n',
  "/w/infra/abbreviations.json": '{"keyVaultVaults":"kv-","cognitiveServicesAccounts":"cog-"}',
  "/w/infra/main.parameters.json": JSON.stringify({
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
    parameters: {
      environmentName: { value: "${AZURE_ENV_NAME}" },
      location: { value: "${AZURE_LOCATION}" },
      keyVaultName: { value: "${AZURE_KEY_VAULT_NAME}" },
      useSpeech: { value: "${USE_SPEECH=true}" },
      useApim: { value: "${USE_APIM:-false}" },
      shape: { value: "${SHAPE}" },
    },
  }),
  "/w/infra/main.bicep": `targetScope = 'subscription'
@minLength(1)
param environmentName string
param location string
param keyVaultName string = ''
param groupName string?
param owner string
param shape string = ''
@description('Whether to deploy speech')
param useSpeech bool = false
param useApim bool = true
var abbrs = loadJsonContent('./abbreviations.json')
var resourceToken = toLower(uniqueString(subscription().id, environmentName, location))

resource rg 'Microsoft.Resources/resourceGroups@2021-04-01' = {
  name: groupName ?? 'rg-\${environmentName}'
  location: location
}

module vault 'core/vault.bicep' = {
  name: 'vault'
  scope: rg
  params: {
    name: !empty(keyVaultName) ? keyVaultName : '\${abbrs.keyVaultVaults}\${resourceToken}'
  }
}

module speech 'br/public:avm/res/cognitive-services/account:0.7.0' = if (useSpeech) {
  name: 'speech'
  scope: rg
  params: {
    name: '\${abbrs.cognitiveServicesAccounts}\${owner}-\${take(resourceToken, 5)}'
  }
}

module apim 'br/public:avm/res/api-management/service:0.2.0' = if (useApim) {
  name: 'apim'
  scope: resourceGroup(rg.name)
  params: { name: 'apim-\${vault.outputs.name}' }
}

resource shaped 'Microsoft.KeyVault/vaults@2023-07-01' = if (!empty(shape)) {
  name: 'kv-shaped'
}
`,
  "/w/infra/core/vault.bicep": `param name string
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
}
resource stores 'Microsoft.AppConfiguration/configurationStores@2024-05-01' = [for i in range(0, 2): {
  name: 'appcs-\${i}-\${uniqueString(resourceGroup().id)}'
}]
resource secret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'key'
}
output name string = vault.name
`,
};

const expected = [
  "microsoft.resources/resourcegroups rg-dev",
  "microsoft.keyvault/vaults kv-shaped",
  `microsoft.keyvault/vaults kv-${token}`,
  `microsoft.appconfiguration/configurationstores appcs-0-${ofGroup}`,
  `microsoft.appconfiguration/configurationstores appcs-1-${ofGroup}`,
  `microsoft.keyvault/vaults/secrets kv-${token}/key`,
  `microsoft.cognitiveservices/accounts cog-ops-${token.slice(0, 5)}`,
  `microsoft.apimanagement/service apim-kv-${token} off`,
];

describe("an azd project", () => {
  it("has the names of its selected environment, in modules too", async () => {
    expect(await deployedFrom("/w/infra/main.bicep", texts)).toEqual(expected);
  });

  it("has the same seen from one of its modules", async () => {
    expect(await deployedFrom("/w/infra/core/vault.bicep", texts)).toEqual(expected);
  });

  it("has patterns where the environment doesn't say everything", async () => {
    const names = await deployedFrom("/w/infra/main.bicep", texts, { environment: "test" });
    expect(names.slice(0, 4)).toEqual([
      "microsoft.resources/resourcegroups rg-test",
      "microsoft.keyvault/vaults kv-shaped off",
      "microsoft.keyvault/vaults kv-?????????????",
      "microsoft.appconfiguration/configurationstores appcs-0-?????????????",
    ]);
  });

  it("is taken for a new environment where there is none yet", async () => {
    const { "/w/.azure/config.json": _1, "/w/.azure/dev/.env": _2, ...rest } = texts;
    const { "/w/.azure/dev/config.json": _3, "/w/.azure/test/.env": _4, ...fresh } = rest;
    const names = await deployedFrom("/w/infra/main.bicep", fresh, { subscriptionId });
    expect(names.slice(0, 3)).toEqual([
      "microsoft.resources/resourcegroups rg-*",
      "microsoft.keyvault/vaults kv-shaped off",
      "microsoft.keyvault/vaults kv-?????????????",
    ]);
  });

  it("has a known outcome for the name that was given before", async () => {
    const given = {
      ...texts,
      "/w/.azure/dev/.env": `${texts["/w/.azure/dev/.env"]}AZURE_KEY_VAULT_NAME=kv-given # by hand\n`,
    };
    const names = await deployedFrom("/w/infra/main.bicep", given);
    expect(names).toContain("microsoft.keyvault/vaults kv-given");
  });
});

describe("a Bicep parameters file", () => {
  const bicep = {
    "/w/main.bicep": `param name string
import { suffix, named as nameWith } from 'shared.bicep'
import * as shared from 'shared.bicep'
resource v 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: '\${nameWith(name)}-\${suffix}-\${shared.suffix}'
}
`,
    "/w/shared.bicep": `@export()
var suffix = 'x\${one}'
var one = '1'
@export()
func named(name string) string => 'kv-\${name}'
`,
    "/w/main.bicepparam": `using 'main.bicep'
param name = readEnvironmentVariable('TEAM', 'shop')
`,
  };

  it("reads variables of azd's environment, or their defaults", async () => {
    const azd = { ...bicep, "/w/azure.yaml": "name: x\n" };
    expect(await deployedFrom("/w/main.bicep", azd)).toEqual([
      "microsoft.keyvault/vaults kv-shop-x1-x1",
    ]);
    const withTeam = { ...azd, "/w/.azure/dev/.env": "TEAM=ops\n" };
    expect(await deployedFrom("/w/main.bicep", withTeam)).toEqual([
      "microsoft.keyvault/vaults kv-ops-x1-x1",
    ]);
  });

  it("doesn't guess variables of a shell", async () => {
    expect(await deployedFrom("/w/main.bicep", bicep)).toEqual([
      "microsoft.keyvault/vaults kv-*-x1-x1",
    ]);
  });
});

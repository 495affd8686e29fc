import { describe, expect, it } from "vitest";
import { readBicep } from "../../../src/templates/bicep";
import { declared, given } from "./reading";

const project = `targetScope = 'resourceGroup'

@description('Where it all goes. Don\\'t say \${where}.')
param location string = resourceGroup().location
@minLength(3)
@allowed([
  'dev'
  'prod'
])
param environmentName string = 'dev'
param tags object = {
  owner: 'platform' // who is asked
}
/* names
   in one place: 'resource x' = { */
var suffix = '\${environmentName}-01'
var vaultName = toLower('KV-Shop-\${suffix}')
var notes = '''
resource fake 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv-fake'
}
'''

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: vaultName
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    accessPolicies: []
  }

  resource secret 'secrets' = {
    name: 'connection'
    properties: { value: 'x' }
  }
}

resource account 'Microsoft.CognitiveServices/accounts@2024-10-01' = if (environmentName == 'dev') {
  name: 'aoai-shop-\${suffix}'
  kind: 'OpenAI'
}

resource stores 'Microsoft.AppConfiguration/configurationStores@2024-05-01' = [for i in range(0, 2): {
  name: 'appcs-\${i}'
}]

resource known 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: 'kv-known'
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: { name: 'kv-module' }
}

resource unique 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'st\${uniqueString(resourceGroup().id)}'
}
`;

describe("a Bicep file", () => {
  it("declares what it deploys itself, by names that are put together from its values", async () => {
    expect(await declared("bicep", project)).toEqual([
      "microsoft.keyvault/vaults kv-shop-dev-01",
      "microsoft.cognitiveservices/accounts aoai-shop-dev-01",
      "microsoft.appconfiguration/configurationstores appcs-0",
      "microsoft.appconfiguration/configurationstores appcs-1",
      "microsoft.storage/storageaccounts st?????????????",
    ]);
  });

  it("has the same with the line ends of Windows", async () => {
    const windows = project.replaceAll("\n", "\r\n");
    expect(await declared("bicep", windows)).toEqual(await declared("bicep", project));
  });

  it("has its names where they stand", () => {
    const [vault, account] = readBicep(project, "/w/this.bicep").resources;
    expect(project.slice(vault?.name.start, vault?.name.end)).toBe("vaultName");
    expect(project.slice(account?.name.start, account?.name.end)).toBe("'aoai-shop-${suffix}'");
  });

  it.each([
    ["'it\\'s'", "it's"],
    ["'a\\${b}'", "a${b}"],
    ["'100%{x}'", "100%{x}"],
    ["'tab\\tnew\\nslash\\\\'", "tab\tnew\nslash\\"],
    ["'\\u{48}i'", "Hi"],
    ["'''\nraw \\n ${x}'''", "raw \\n ${x}"],
    ["'${'${'inner'}'}-x'", "inner-x"],
    ["''''abc''''", "'abc'"],
    ["toUpper(toLower('kv'))", "KV"],
  ])("reads %s", (written, text) => {
    expect(given("bicep", `var a = ${written}\n`)).toEqual([`a ${text}`]);
  });

  it("tells names apart that differ in their case only", async () => {
    const text = `param vault string = 'kv-parameter'
var NAME = 'kv-variable'
param name string = 'kv-name'
resource Vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: NAME
}
resource other 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: '\${Vault.name}-\${vault}'
}
`;
    expect(await declared("bicep", text)).toEqual([
      "microsoft.keyvault/vaults kv-variable",
      "microsoft.keyvault/vaults kv-variable-kv-parameter",
    ]);
  });

  it.each([
    ["a name that is half written", "  name: 'kv-prod"],
    ["a value that is missing", "  name:"],
    ["an interpolation that is not closed", "  name: 'kv-${suf"],
    ["a bracket too many", "  name: 'kv-prod' }"],
    ["a comment that is not closed", "  name: 'kv-prod' /*"],
  ])("says nothing with %s", async (_, line) => {
    const text = `resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {\n${line}\n}\n`;
    expect(await declared("bicep", text)).toEqual([]);
  });

  it("doesn't know what refers to itself, or grows beyond any name", () => {
    const growing = Array.from(
      { length: 20 },
      (_, at) => `var d${at} = '\${d${at + 1}}\${d${at + 1}}'`,
    );
    const text = `var a = '\${b}'\nvar b = '\${a}'\n${growing.join("\n")}\nvar d20 = 'xxxxxxxxxx'\n`;
    const [a, b, longest] = given("bicep", text);
    expect([a, b, longest]).toEqual(["a ?tooMuch", "b ?tooMuch", "d0 ?tooMuch"]);
  });
});

describe("a file of Bicep's parameters", () => {
  const text = `using './main.bicep'
var team = 'shop'
param vaultName = 'kv-\${team}'
param accountName = readEnvironmentVariable('AZURE_OPENAI_NAME', 'none')
`;

  it("names its template and gives values", () => {
    expect(readBicep(text, "/w/this.bicep").template).toBe("./main.bicep");
    expect(given("bicepParameters", text)).toEqual([
      "vaultname kv-shop",
      "accountname ?unsupported",
      "team shop",
    ]);
  });
});

/** Types whose last word isn't the plural of the module's. */
const exceptions = new Map([["apimanagement/service", "microsoft.apimanagement/service"]]);

// Azure/avm-res-keyvault-vault/azurerm
const terraformModule = /^Azure\/avm-res-([a-z\d]+)-([a-z\d]+)\/azurerm$/i;
// br/public:avm/res/key-vault/vault:0.6.1, and the same with the registry written out
const bicepModule =
  /^br(?:\/public:|:mcr\.microsoft\.com\/bicep\/)avm\/res\/([a-z\d-]+)((?:\/[a-z\d-]+)+):/i;

/**
 * The type of the resource that an Azure Verified Module deploys under the name that it is given,
 * in lower case; undefined for other modules. azure.github.io/Azure-Verified-Modules, naming
 */
export function avmType(path: string): string | undefined {
  const [, terraformProvider, terraformType] = terraformModule.exec(path) ?? [];
  const [, bicepProvider, bicepTypes] = bicepModule.exec(path) ?? [];
  const provider = terraformProvider ?? bicepProvider;
  const types = terraformType === undefined ? bicepTypes : `/${terraformType}`;
  if (provider === undefined || types === undefined) {
    return undefined;
  }
  const bare = `${provider}${types}`.replaceAll("-", "").toLowerCase();
  const plurals = bare.split("/").slice(1).map(plural);
  const name = provider.replaceAll("-", "").toLowerCase();
  return exceptions.get(bare) ?? ["microsoft." + name, ...plurals].join("/");
}

function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) {
    return `${word.slice(0, -1)}ies`;
  }
  return /(s|x|ch|sh)$/.test(word) ? (word === "redis" ? word : `${word}es`) : `${word}s`;
}

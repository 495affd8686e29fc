import { expect, it } from "vitest";
import { avmType } from "../../../../src/templates/deployment/avmTypes";

it.each([
  ["br/public:avm/res/key-vault/vault:0.6.1", "microsoft.keyvault/vaults"],
  [
    "br:mcr.microsoft.com/bicep/avm/res/cognitive-services/account:0.7.0",
    "microsoft.cognitiveservices/accounts",
  ],
  [
    "br/public:avm/res/app-configuration/configuration-store:0.1.0",
    "microsoft.appconfiguration/configurationstores",
  ],
  ["br/public:avm/res/api-management/service:0.2.0", "microsoft.apimanagement/service"],
  [
    "br/public:avm/res/operational-insights/workspace:0.3.4",
    "microsoft.operationalinsights/workspaces",
  ],
  [
    "br/public:avm/res/machine-learning-services/workspace:0.1.0",
    "microsoft.machinelearningservices/workspaces",
  ],
  ["br/public:avm/res/container-registry/registry:0.1.0", "microsoft.containerregistry/registries"],
  ["br/public:avm/res/network/nat-gateway:1.0.0", "microsoft.network/natgateways"],
  ["br/public:avm/res/network/ddos-protection-plan:1.0.0", "microsoft.network/ddosprotectionplans"],
  ["br/public:avm/res/cache/redis:0.1.0", "microsoft.cache/redis"],
  ["br/public:avm/res/sql/server:0.1.0", "microsoft.sql/servers"],
  ["Azure/avm-res-keyvault-vault/azurerm", "microsoft.keyvault/vaults"],
  ["br/public:avm/ptn/azd/apim-api:0.1.0", undefined],
  ["br/public:storage/storage-account:1.0.0", undefined],
  ["./core/vault.bicep", undefined],
])("%s deploys %s", (path, type) => {
  expect(avmType(path)).toBe(type);
});

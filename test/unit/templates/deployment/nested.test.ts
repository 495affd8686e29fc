import { describe, expect, it } from "vitest";
import { uniqueString } from "../../../../src/templates/evaluation/hash";
import { deployedFrom } from "../reading";

const schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
const vault = (name: string, more: object = {}): object => ({
  type: "Microsoft.KeyVault/vaults",
  apiVersion: "2023-07-01",
  name,
  ...more,
});

async function names(
  template: object,
  others: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const texts = {
    "/w/azuredeploy.json": JSON.stringify({ $schema: schema, ...template }),
    ...others,
  };
  const found = await deployedFrom("/w/azuredeploy.json", texts);
  return found.map((one) => one.replace("microsoft.keyvault/vaults ", ""));
}

describe("an ARM template", () => {
  it("repeats resources, conditions them, and computes variables", async () => {
    expect(
      await names({
        parameters: {
          deploy: { type: "bool", defaultValue: false },
          zones: { type: "array", defaultValue: ["a", "b"] },
        },
        variables: {
          copy: [{ name: "stages", count: 2, input: "[concat('s', copyIndex('stages', 1))]" }],
          upper: "[map(createArray('x', 'y'), lambda('item', toUpper(lambdaVariables('item'))))]",
        },
        functions: [
          {
            namespace: "contoso",
            members: {
              named: {
                parameters: [{ name: "stem", type: "string" }],
                output: { type: "string", value: "[concat('kv-', parameters('stem'))]" },
              },
            },
          },
        ],
        resources: [
          vault(
            "[concat('kv-', parameters('zones')[copyIndex()], '-', variables('stages')[copyIndex()])]",
            {
              copy: { name: "vaults", count: "[length(parameters('zones'))]" },
            },
          ),
          vault("[concat('kv-', variables('upper')[1])]", { condition: "[parameters('deploy')]" }),
          vault("[contoso.named('own')]", { condition: "[parameters('missing')]" }),
          vault("[concat('kv', copyIndex('other'))]"),
        ],
      }),
    ).toEqual(["kv-a-s1", "kv-b-s2", "kv-Y off", "kv-own maybe", "kv*"]);
  });

  it("has linked templates beside it, and outputs of its deployments", async () => {
    const linked = JSON.stringify({
      $schema: schema,
      parameters: { stem: { type: "string" } },
      resources: [vault("[concat('kv-', parameters('stem'))]")],
      outputs: { name: { type: "string", value: "[parameters('stem')]" } },
    });
    const link = (templateLink: object, name: string): object => ({
      type: "Microsoft.Resources/deployments",
      name,
      properties: { templateLink, parameters: { stem: { value: `of-${name}` } } },
    });
    expect(
      await names(
        {
          resources: [
            link({ relativePath: "nested/vault.json" }, "one"),
            link(
              { uri: "[uri(deployment().properties.templateLink.uri, 'nested/vault.json')]" },
              "two",
            ),
            vault("[concat('kv-x-', reference('one').outputs.name.value)]"),
            vault(
              "[concat('kv-y-', reference(resourceId('Microsoft.Resources/deployments', 'two')).outputs.name.value)]",
            ),
            vault("[concat('kv-z-', reference('elsewhere').outputs.name.value)]"),
          ],
        },
        { "/w/nested/vault.json": linked },
      ),
    ).toEqual(["kv-x-of-one", "kv-y-of-two", "kv-z-*", "kv-of-one", "kv-of-two"]);
  });

  it("deploys nested templates into other groups and subscriptions", async () => {
    const id = "00000000-0000-0000-0000-000000000001";
    expect(
      await names({
        resources: [
          {
            type: "Microsoft.Resources/deployments",
            name: "other",
            resourceGroup: "rg-other",
            subscriptionId: id,
            properties: {
              expressionEvaluationOptions: { scope: "inner" },
              template: {
                $schema: schema,
                resources: [vault("[concat('kv', uniqueString(resourceGroup().id))]")],
              },
            },
          },
        ],
      }),
    ).toEqual([`kv${uniqueString([`/subscriptions/${id}/resourceGroups/rg-other`])}`]);
  });
});

describe("values that aren't names", () => {
  it.each([
    ["GEN-UNIQUE", "?placeholder"],
    ["<your-vault>", "?placeholder"],
    ["kv-#{stage}#", "?placeholder"],
    ["", "?notAName"],
    ["kv'quoted", "?notAName"],
    ["[concat('kv-', parameters('a'))]", "kv-*"],
    ["[variables('a')]", "?undeclared"],
  ])("%s is %s", async (name, expected) => {
    const [found] = await names({ resources: [vault(name)] });
    expect(found).toBe(expected);
  });
});

describe("a Terraform project", () => {
  it("has its modules, loops and references", async () => {
    const texts = {
      "/w/main.tf": `variable "stages" {
  default = ["dev", "test"]
}
module "vault" {
  source   = "./modules/vault"
  for_each = toset(var.stages)
  stem     = each.key
}
module "one" {
  source = "./modules/vault"
  stem   = "one"
}
resource "azurerm_app_configuration" "main" {
  count = 2
  name  = "appcs-\${count.index}-\${module.one.name}"
}
resource "azurerm_cognitive_account" "main" {
  name = "cog-\${azurerm_app_configuration.main[1].name}"
}
module "avm" {
  source = "Azure/avm-res-keyvault-vault/azurerm"
  name   = "kv-avm"
}
resource "azurerm_key_vault" "unique" {
  name = "kv-\${random_string.suffix.result}-\${data.azurerm_client_config.current.tenant_id}"
}
`,
      "/w/modules/vault/main.tf": `variable "stem" {}
resource "azurerm_key_vault" "this" {
  name = "kv-\${var.stem}"
}
output "name" {
  value = azurerm_key_vault.this.name
}
`,
    };
    expect(await deployedFrom("/w/main.tf", texts)).toEqual([
      "azurerm_app_configuration appcs-0-kv-one",
      "azurerm_app_configuration appcs-1-kv-one",
      "azurerm_cognitive_account cog-appcs-1-kv-one",
      "azurerm_key_vault kv-*-*",
      "azurerm_key_vault kv-dev",
      "azurerm_key_vault kv-test",
      "azurerm_key_vault kv-one",
      "microsoft.keyvault/vaults kv-avm",
    ]);
  });

  it("has the values of azd's main.tfvars.json", async () => {
    const texts = {
      "/w/azure.yaml": "name: x\n",
      "/w/.azure/dev/.env": "AZURE_ENV_NAME=dev\n",
      "/w/infra/main.tf":
        'variable "name" {}\nresource "azurerm_key_vault" "a" {\n  name = "kv-${var.name}"\n}\n',
      "/w/infra/main.tfvars.json": '{"name": "${AZURE_ENV_NAME}"}',
    };
    expect(await deployedFrom("/w/infra/main.tf", texts)).toEqual(["azurerm_key_vault kv-dev"]);
  });
});

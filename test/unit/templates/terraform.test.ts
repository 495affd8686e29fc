import { describe, expect, it } from "vitest";
import { readTerraform } from "../../../src/templates/terraform";
import { declared, given } from "./reading";

const project = `terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm", version = "~> 4.0" }
  }
}

variable "environment" {
  type        = string
  description = "As in \\"dev\\"" # or "prod"
  default     = "dev"
}

variable "vault_name" {
  type = string
}

locals {
  suffix = "\${var.environment}-01"
  store  = lower("APPCS-\${local.suffix}")
  policy = <<-EOT
    resource "azurerm_key_vault" "fake" { name = "kv-fake" }
  EOT
}

/* resource "azurerm_key_vault" "old" { name = "kv-old" } */
resource "azurerm_key_vault" "main" {
  name                = "kv-shop-\${local.suffix}"
  location            = azurerm_resource_group.main.location
  resource_group_name = azurerm_resource_group.main.name

  network_acls {
    name = "not-this"
  }
}

resource "azurerm_app_configuration" "main" {
  name = local.store // the same
}

resource "azurerm_key_vault" "given" {
  name = var.vault_name
}

data "azurerm_key_vault" "known" {
  name = "kv-known"
}

resource "azapi_resource" "account" {
  type      = "Microsoft.CognitiveServices/accounts@2024-10-01"
  name      = "aoai-shop-\${var.environment}"
  parent_id = azurerm_resource_group.main.id
  body = {
    kind = "OpenAI"
    properties = {
      publicNetworkAccess = "Enabled"
    }
  }
}

resource "azurerm_storage_account" "unique" {
  name = "st\${random_string.suffix.result}"
}
`;

describe("a Terraform file", () => {
  it("declares what it deploys, by names that are put together from variables and locals", async () => {
    expect(await declared("terraform", project)).toEqual([
      "azurerm_key_vault kv-shop-dev-01",
      "azurerm_app_configuration appcs-dev-01",
      "azurerm_key_vault ?noValue",
      "microsoft.cognitiveservices/accounts aoai-shop-dev",
      "azurerm_storage_account st*",
    ]);
  });

  it("has the same with the line ends of Windows", async () => {
    const windows = project.replaceAll("\n", "\r\n");
    expect(await declared("terraform", windows)).toEqual(await declared("terraform", project));
  });

  it("has its names where they stand", () => {
    const [vault] = readTerraform(project, "/w/this.tf").resources;
    expect(project.slice(vault?.name.start, vault?.name.end)).toBe('"kv-shop-${local.suffix}"');
  });

  it.each([
    ['"a$${b}"', "a${b}"],
    ['"a%%{b}"', "a%{b}"],
    ['"say \\"kv\\" \\u0041\\U00000042"', 'say "kv" AB'],
    ['upper(lower("kv"))', "KV"],
    ["true", "true"],
    ['true ? "b" : "c"', "b"],
    ['format("kv-%s-%02d", "a", 3)', "kv-a-03"],
  ])("reads %s", (written, text) => {
    expect(given("terraform", `locals {\n  a = ${written}\n}\n`)).toEqual([`a ${text}`]);
  });

  it.each(['"%{ if var.a }x%{ endif }"', "<<EOT\nkv\nEOT", "filebase64(var.a)"])(
    "doesn't evaluate %s",
    (written) => {
      expect(given("terraform", `locals {\n  a = ${written}\n}\n`)).toEqual(["a ?unsupported"]);
    },
  );

  it.each([
    ["a name that is half written", '  name = "kv-prod'],
    ["a heredoc that is not closed", "  name = <<EOT"],
    ["a bracket too many", '  name = "kv-prod" }'],
  ])("says nothing with %s", async (_, line) => {
    const text = `resource "azurerm_key_vault" "main" {\n${line}\n}\n`;
    expect(await declared("terraform", text)).toEqual([]);
  });
});

describe("a file of Terraform's values", () => {
  it("gives values to variables", () => {
    const text = `# production\nenvironment = "prod"\ncount = 3\nvault_name="kv-prod" // held\n`;
    expect(given("terraformValues", text)).toEqual([
      "environment prod",
      "count 3",
      "vault_name kv-prod",
    ]);
  });
});

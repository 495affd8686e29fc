import { describe, expect, it } from "vitest";
import { readArmTemplate } from "../../../src/templates/armTemplate";
import { declared, given } from "./reading";

const schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
const vaults = "Microsoft.KeyVault/vaults";

function template(resources: unknown, rest: object = {}): string {
  return JSON.stringify(
    { $schema: schema, contentVersion: "1.0.0.0", ...rest, resources },
    null,
    2,
  );
}

function named(name: string): object {
  return { type: vaults, apiVersion: "2023-07-01", name };
}

describe("an ARM template", () => {
  it("declares what it deploys, by names that are put together from its values", async () => {
    const text = template(
      [
        named("kv-literal"),
        named("[parameters('vaultName')]"),
        named("[ concat('kv-', variables('suffix'), '-s') ]"),
        named("[format('kv-{0}-{1}', toLower(variables('suffix')), '01')]"),
        named("[[kv]"),
        named("[concat('kv', uniqueString(resourceGroup().id))]"),
        named("[parameters('names')[0]]"),
        { ...named("kv-known"), existing: true },
      ],
      {
        parameters: { VaultName: { type: "string", defaultValue: "kv-default" } },
        variables: { suffix: "[concat(parameters('vaultName'), '-x')]" },
      },
    );
    const type = vaults.toLowerCase();
    expect(await declared("armTemplate", text)).toEqual([
      `${type} kv-literal`,
      `${type} kv-default`,
      `${type} kv-kv-default-x-s`,
      `${type} kv-kv-default-x-01`,
      `${type} ?notAName`,
      `${type} kv?????????????`,
      `${type} ?undeclared`,
    ]);
  });

  it("may give its resources symbolic names, and have comments", async () => {
    const text = template({ vault: named("kv-symbolic") }, { languageVersion: "2.0" });
    expect(await declared("armTemplate", `// by hand\n${text}`)).toEqual([
      `${vaults.toLowerCase()} kv-symbolic`,
    ]);
  });

  it("has templates nested in it that share its values, and others that have their own", async () => {
    const nested = (name: string, scope: "inner" | "outer", parameters: object = {}): object => ({
      type: "Microsoft.Resources/deployments",
      name: "nested",
      properties: {
        mode: "Incremental",
        expressionEvaluationOptions: { scope },
        parameters,
        template: {
          $schema: schema,
          parameters: { name: { type: "string", defaultValue: "kv-inner-default" } },
          resources: [named(name)],
        },
      },
    });
    const text = template(
      [
        nested("[parameters('name')]", "outer"),
        nested("[parameters('name')]", "inner"),
        nested("[parameters('name')]", "inner", { name: { value: "[parameters('name')]" } }),
      ],
      { parameters: { name: { type: "string", defaultValue: "kv-outer" } } },
    );
    expect((await declared("armTemplate", text)).map((one) => one.split(" ")[1])).toEqual([
      "kv-outer",
      "kv-inner-default",
      "kv-outer",
    ]);
  });

  it("has its names where they stand", () => {
    const text = template([named("kv-literal")]);
    const [vault] = readArmTemplate(text, "/w/this.json").resources;
    expect(text.slice(vault?.name.start, vault?.name.end)).toBe('"kv-literal"');
  });

  it.each([
    ["half a name", (text: string) => text.slice(0, text.indexOf("literal"))],
    ["a missing end", (text: string) => text.slice(0, -2)],
    ["another schema", (text: string) => text.replace("deploymentTemplate", "other")],
    [
      "more levels than anybody writes",
      (text: string) => `{"$schema":"${schema}","resources":${"[".repeat(200_000)}${text}`,
    ],
  ])("says nothing with %s", async (_, breaking) => {
    expect(await declared("armTemplate", breaking(template([named("kv-literal")])))).toEqual([]);
  });
});

describe("a file of an ARM template's parameters", () => {
  it("gives values, with those of azd's environment in their places", () => {
    const text = JSON.stringify({
      $schema: schema.replace("deploymentTemplate", "deploymentParameters"),
      parameters: {
        vaultName: { value: "kv-prod" },
        accountName: { value: "aoai-${AZURE_ENV_NAME}" },
        count: { value: 3 },
        secret: { reference: { keyVault: { id: "x" }, secretName: "y" } },
        other: { value: "${AZURE_NAME=kv}" },
      },
    });
    expect(given("armParameters", text)).toEqual([
      "vaultname kv-prod",
      "accountname aoai-*",
      "count 3",
      "secret ?unsupported",
      "other ?unsupported",
    ]);
  });
});

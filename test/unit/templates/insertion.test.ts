import { describe, expect, it } from "vitest";
import { withProperty } from "./reading";

const restore = { name: "restore", value: true } as const;
const recover = { name: "createMode", value: "recover" };

describe("setting a property in Bicep", () => {
  const head = "resource a 'Microsoft.KeyVault/vaults@2023-07-01' = {\n";

  it("puts it before the others, indented as they are", () => {
    expect(
      withProperty(
        "bicep",
        `${head}    name: 'kv'\n    properties: {\n        sku: sku\n    }\n}\n`,
        recover,
      ),
    ).toBe(
      `${head}    name: 'kv'\n    properties: {\n        createMode: 'recover'\n        sku: sku\n    }\n}\n`,
    );
  });

  it("makes the properties where there are none, with the line ends that the file has", () => {
    expect(
      withProperty("bicep", `${head}  name: 'kv'\n}\n`.replaceAll("\n", "\r\n"), restore),
    ).toBe(
      `${head}  properties: {\n    restore: true\n  }\n  name: 'kv'\n}\n`.replaceAll("\n", "\r\n"),
    );
  });

  it("fills empty properties, and stays on the line of others", () => {
    expect(withProperty("bicep", `${head}  name: 'kv'\n  properties: {}\n}\n`, restore)).toBe(
      `${head}  name: 'kv'\n  properties: {\n    restore: true\n  }\n}\n`,
    );
    expect(withProperty("bicep", `${head}  name: 'kv'\n  properties: { a: 1 }\n}\n`, restore)).toBe(
      `${head}  name: 'kv'\n  properties: { restore: true, a: 1 }\n}\n`,
    );
  });

  it("takes the place of a value that is written there, and of no other", () => {
    const withValue = (value: string): string =>
      `${head}  name: 'kv'\n  properties: { createMode: ${value}, restore: ${value} }\n}\n`;
    expect(withProperty("bicep", withValue("'default'"), recover)).toContain(
      "{ createMode: 'recover', restore",
    );
    expect(withProperty("bicep", withValue("false"), restore)).toContain("restore: true }");
    expect(withProperty("bicep", withValue("mode"), recover)).toBeUndefined();
    expect(
      withProperty("bicep", `${head}  name: 'kv'\n  properties: union(a, b)\n}\n`, recover),
    ).toBeUndefined();
  });
});

describe("setting a property in an ARM template", () => {
  const wrap = (resource: string): string =>
    `{\n  "$schema": "deploymentTemplate.json#",\n  "resources": [\n    ${resource}\n  ]\n}\n`;
  const resource = (properties: string): string =>
    wrap(`{\n      "type": "a/b",\n      "name": "kv"${properties}\n    }`);

  it.each([
    [
      "before the others",
      resource(',\n      "properties": {\n        "sku": {}\n      }'),
      resource(',\n      "properties": {\n        "restore": true,\n        "sku": {}\n      }'),
    ],
    [
      "into empty properties",
      resource(',\n      "properties": {}'),
      resource(',\n      "properties": {\n        "restore": true\n      }'),
    ],
    [
      "with properties around it",
      resource(""),
      wrap(
        '{\n      "properties": {\n        "restore": true\n      },\n      "type": "a/b",\n      "name": "kv"\n    }',
      ),
    ],
    [
      "on one line",
      wrap('{ "type": "a/b", "name": "kv" }'),
      wrap('{ "properties": { "restore": true }, "type": "a/b", "name": "kv" }'),
    ],
    [
      "in the place of another value",
      wrap('{ "type": "a/b", "name": "kv", "properties": { "restore": false } }'),
      wrap('{ "type": "a/b", "name": "kv", "properties": { "restore": true } }'),
    ],
  ])("puts it %s", (_, before, after) => {
    expect(withProperty("armTemplate", before, restore)).toBe(after);
    expect(() => JSON.parse(after) as unknown).not.toThrow();
  });
});

describe("setting a property in Terraform", () => {
  const azapi = (body: string): string =>
    `resource "azapi_resource" "a" {\n  type = "a/b@1"\n  name = "kv"\n  body = ${body}\n}\n`;

  it("puts it into the body of azapi's resource", () => {
    expect(
      withProperty("terraform", azapi("{\n    properties = {\n      a = 1\n    }\n  }"), recover),
    ).toBe(azapi('{\n    properties = {\n      createMode = "recover"\n      a = 1\n    }\n  }'));
    expect(
      withProperty("terraform", azapi("jsonencode({ properties = { a = 1 } })"), restore),
    ).toBe(azapi("jsonencode({ properties = { restore = true, a = 1 } })"));
  });

  it("has no place for it in azurerm's", () => {
    const text = 'resource "azurerm_key_vault" "a" {\n  name = "kv"\n}\n';
    expect(withProperty("terraform", text, recover)).toBeUndefined();
  });
});

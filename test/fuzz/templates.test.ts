import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAzdEnvironment } from "../../src/templates/azdEnvironment";
import { fileKind, type FileKind } from "../../src/templates/fileKind";
import { editToSet } from "../../src/templates/insertion";
import { readTemplateFile } from "../../src/templates/readFile";
import { deployedFrom } from "../unit/templates/reading";
import { leastCpuTime } from "../unit/cpuTime";

const kinds: readonly FileKind[] = [
  "bicep",
  "bicepParameters",
  "armTemplate",
  "armParameters",
  "terraform",
  "terraformValues",
  "azdEnvironment",
  "azdConfiguration",
];

const path = "/w/this";

const samples = [
  "resource a 'Microsoft.KeyVault/vaults@2023-07-01' = {\n  name: 'kv-${b}'\n  properties: {}\n}\nparam b = 'x'\n",
  'resource "azapi_resource" "a" {\n  type = "a/b@1"\n  name = "kv-${var.b}"\n  body = { properties = {} }\n}\nvariable "b" { default = "x" }\n',
  'locals {\n a = <<-EOT\n x\n EOT\n b = "%{ if a }x%{ endif }"\n}\n',
  '{"$schema":"deploymentTemplate.json#","parameters":{"b":{"defaultValue":"x"}},"resources":[{"type":"a/b","name":"[concat(parameters(\'b\'),format(\'{0}\',\'c\'))]","properties":{}}]}',
  '{"$schema":"deploymentParameters.json#","parameters":{"b":{"value":"x${Y}"}}}',
  "AZURE_KEY_VAULT_NAME=\"kv-dev\"\nexport B='c'\n",
];

/** A sample with some stretches of it taken out, doubled, or replaced by what languages trip over. */
const mutated = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(
      fc.tuple(
        fc.nat(400),
        fc.nat(20),
        fc.oneof(
          fc.constantFrom(
            "",
            "'",
            '"',
            "'''",
            "${",
            "}",
            "{",
            "[",
            "(",
            "<<EOT",
            "/*",
            "\\",
            "\n",
            "\0",
            "=",
            "\ud800",
          ),
          fc.string({ unit: "binary", maxLength: 5 }),
        ),
      ),
      { maxLength: 6 },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((so, [at, length, put]) => so.slice(0, at) + put + so.slice(at + length), text),
  );

const anyText = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), mutated);

describe("any text at all", () => {
  it("is read without an error, as places that are in it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), anyText, (kind, text) => {
        const content = readTemplateFile(kind, text, path);
        const inText = ({ start, end }: { start: number; end: number }): boolean =>
          start >= 0 && start < end && end <= text.length;
        for (const resource of content.resources) {
          expect(inText(resource.name)).toBe(true);
          resource.name.expression();
          const edit = editToSet(text, resource, { name: "restore", value: true });
          expect(edit === undefined || (edit.start <= edit.end && edit.end <= text.length)).toBe(
            true,
          );
        }
        expect([...content.values.values()].every(inText)).toBe(true);
        for (const { value, start, end } of readAzdEnvironment(text)) {
          expect(text.slice(start, end)).toContain(value);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("is deployed without an error, and quickly", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("/w/main.bicep", "/w/main.json", "/w/main.tf"),
        anyText,
        anyText,
        async (main, text, parameters) => {
          const texts = {
            [main]: text,
            "/w/main.parameters.json": parameters,
            "/w/a.tf": parameters,
          };
          expect(await deployedFrom(main, texts)).toBeInstanceOf(Array);
        },
      ),
      { numRuns: 700 },
    );
  });

  it("can have a property set, and then says the same of its resources", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<FileKind>("bicep", "armTemplate", "terraform"),
        mutated,
        (kind, text) => {
          const before = readTemplateFile(kind, text, path).resources;
          const [resource] = before;
          const edit =
            resource === undefined
              ? undefined
              : editToSet(text, resource, { name: "restore", value: true });
          if (edit !== undefined) {
            const changed = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
            const after = readTemplateFile(kind, changed, path).resources;
            expect(after.length).toBe(before.length);
            expect(after[0]?.properties?.members.get("restore")?.expression()).toEqual({
              kind: "literal",
              value: true,
            });
          }
        },
      ),
      { numRuns: 700 },
    );
  });

  it.each<FileKind>(["bicep", "armTemplate", "terraform", "azdEnvironment"])(
    "of %s does not take long, however it is made",
    (kind) => {
      const long = 150_000;
      const texts = [
        "'${".repeat(long / 3),
        '"${'.repeat(long / 3),
        "{".repeat(long),
        "a".repeat(long),
        `var a = '${"x".repeat(long)}'`,
        "'''".repeat(long / 3),
        "<<EOT\n".repeat(long / 6),
        "/*".repeat(long / 2),
        `{"$schema":"deploymentTemplate.json","resources":[${'{"type":"a","name":"[concat('.repeat(10_000)}`,
        "\\".repeat(long),
        "=\n".repeat(long / 2),
        "a=".repeat(long / 2),
      ];
      for (const text of texts) {
        const took = leastCpuTime(() => {
          readTemplateFile(kind, text, path);
        }, 1_000);
        expect(took, text.slice(0, 20)).toBeLessThan(1_000);
      }
    },
  );
});

describe("the kind of a file", () => {
  it.each([
    ["/w/main.bicep", "", "bicep"],
    ["/w/Main.BICEPPARAM", "", "bicepParameters"],
    ["/w/main.tf", "", "terraform"],
    ["/w/terraform.tfvars", "", "terraformValues"],
    ["/w/.azure/dev/.env", "", "azdEnvironment"],
    ["/w/.env", "", undefined],
    ["/w/azuredeploy.json", '{"$schema": "https://x/deploymentTemplate.json#"}', "armTemplate"],
    ["/w/sub.json", '{"$schema": "https://x/subscriptionDeploymentTemplate.json#"}', "armTemplate"],
    ["/w/p.json", '{"$schema": "https://x/deploymentParameters.json#"}', "armParameters"],
    ["/w/package.json", '{"name": "x"}', undefined],
    ["/w/main.ts", "deploymentTemplate.json", undefined],
  ])("of %s is told by its name, and for JSON by its schema", (path, text, kind) => {
    expect(fileKind(path, () => text)).toBe(kind);
  });

  it("is nothing for what is binary or longer than anybody writes", () => {
    const text = "param a = 'b'\n";
    expect(readTemplateFile("bicep", text, path).values.size).toBe(1);
    expect(readTemplateFile("bicep", `${text}\0`, path).values.size).toBe(0);
    expect(readTemplateFile("bicep", `${text}//${"x".repeat(1_048_576)}`, path).values.size).toBe(
      0,
    );
  });
});

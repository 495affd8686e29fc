import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrayAt, stringAt, valueAt, type JsonValue } from "../../../../src/base/json";
import { toolNames, type ToolName } from "../../../../src/ui/ids";
import { ToolError } from "../../../../src/features/languageModelTools/toolError";
import { readInput } from "../../../../src/features/languageModelTools/toolInput";

const manifest = JSON.parse(
  readFileSync(new URL("../../../../package.json", import.meta.url), "utf8"),
) as JsonValue;

function schemaOf(tool: ToolName): JsonValue | undefined {
  const declared = arrayAt(manifest, "contributes", "languageModelTools");
  return valueAt(
    declared.find((one) => stringAt(one, "name") === tool),
    ["inputSchema"],
  );
}

describe("the input of a tool", () => {
  it.each<readonly [ToolName, object]>([
    [toolNames.list, {}],
    [
      toolNames.list,
      {
        subscription: "Production",
        service: "keyVault",
        nameContains: "kv",
        expiringWithinHours: 1.5,
        limit: 200,
      },
    ],
    [toolNames.findHolder, { text: "kv-support" }],
    [toolNames.plan, { resource: "kv", answers: { name: "kv2" } }],
    [toolNames.recover, { resource: "kv", subscription: "Production", service: "keyVault" }],
  ])("of %s can be %j", (tool, input) => {
    expect(readInput(schemaOf(tool), input)).toEqual(input);
  });

  it.each<readonly [ToolName, unknown, RegExp]>([
    [toolNames.list, "everything", /must be an object/],
    [toolNames.list, ["kv"], /must be an object/],
    [
      toolNames.list,
      { purge: true },
      /The input "purge" isn't supported\. Supported inputs: "subscription", /,
    ],
    [toolNames.list, { limit: 201 }, /"limit" must be between 1 and 200/],
    [toolNames.list, { limit: 1.5 }, /"limit" must be a number/],
    [toolNames.list, { limit: "10" }, /"limit" must be a number/],
    [toolNames.list, { expiringWithinHours: Number.NaN }, /"expiringWithinHours" must be a number/],
    [toolNames.list, { service: "vaults" }, /"service" must be one of cognitiveServices, keyVault/],
    [toolNames.list, { nameContains: null }, /"nameContains" must be a string/],
    [toolNames.findHolder, {}, /"text" is missing/],
    [toolNames.findHolder, undefined, /"text" is missing/],
    [toolNames.findHolder, { text: " " }, /"text" can't be empty/],
    [toolNames.findHolder, { text: "x".repeat(20_001) }, /can't be longer than 20000 characters/],
    [toolNames.recover, { subscription: "Production" }, /"resource" is missing/],
    [
      toolNames.recover,
      { resource: "kv", answers: { name: 1 } },
      /must be an object with string values/,
    ],
    [
      toolNames.recover,
      { resource: "kv", answers: "name" },
      /must be an object with string values/,
    ],
    [
      toolNames.recover,
      { resource: "kv", __proto__: { force: true }, force: true },
      /input "force" isn't supported/,
    ],
  ])("of %s cannot be %j", (tool, input, sentence) => {
    expect(() => readInput(schemaOf(tool), input)).toThrow(ToolError);
    expect(() => readInput(schemaOf(tool), input)).toThrow(sentence);
  });

  it("is what the schema allows or refused with a sentence, whatever it is", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(toolNames)), fc.jsonValue(), (tool, input) => {
        try {
          readInput(schemaOf(tool), input);
        } catch (error) {
          expect(error).toBeInstanceOf(ToolError);
          expect((error as ToolError).message).toMatch(/^The input/);
        }
      }),
    );
  });
});

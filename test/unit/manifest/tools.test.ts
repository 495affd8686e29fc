import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../src/base/json";
import { toolNames } from "../../../src/ui/ids";
import { services } from "../../../src/services/index";

interface Tool {
  readonly name: string;
  readonly displayName: string;
  readonly userDescription: string;
  readonly modelDescription: string;
  readonly toolReferenceName: string;
  readonly canBeReferencedInPrompt: boolean;
  readonly icon: string;
  readonly tags: readonly string[];
  readonly inputSchema: JsonObject;
}

const manifest = JSON.parse(
  readFileSync(new URL("../../../package.json", import.meta.url), "utf8"),
) as {
  readonly name: string;
  readonly publisher: string;
  readonly contributes: {
    readonly languageModelTools: readonly Tool[];
    readonly configurationDefaults: Readonly<Record<string, JsonObject>>;
  };
};
const tools = manifest.contributes.languageModelTools;

/** Every schema in a schema, itself first. */
function schemasIn(schema: JsonValue | undefined): readonly JsonObject[] {
  if (!isJsonObject(schema)) {
    return [];
  }
  const properties = isJsonObject(schema["properties"]) ? schema["properties"] : {};
  return [
    schema,
    ...Object.values(properties).flatMap(schemasIn),
    ...schemasIn(schema["additionalProperties"]),
  ];
}

describe("the tools for language models", () => {
  it("are those of the code, each told apart and described to people and models", () => {
    expect(tools.map(({ name }) => name).sort()).toEqual(Object.values(toolNames).sort());
    for (const tool of tools) {
      expect(tool.name).toMatch(/^[a-z]+(_[a-z]+)+$/);
      expect(tool.toolReferenceName).toMatch(/^[a-zA-Z]+$/);
      expect(tool.canBeReferencedInPrompt).toBe(true);
      expect(tool.icon).toMatch(/^\$\([\w-]+\)$/);
      expect(tool.tags).toEqual(["azure", "soft-delete"]);
      // Models read one language.
      expect(tool.modelDescription).toMatch(/^[A-Z][^%]+\.$/);
      expect([tool.displayName, tool.userDescription].join()).toMatch(/^%[\w.]+%,%[\w.]+%$/);
    }
    expect(new Set(tools.map(({ toolReferenceName }) => toolReferenceName)).size).toBe(4);
  });

  it("never purge, and say so", () => {
    const changing = tools.filter(
      ({ modelDescription }) => !/Reads only|Changes nothing/.test(modelDescription),
    );
    expect(changing.map(({ name }) => name)).toEqual([toolNames.recover]);
    expect(changing[0]?.modelDescription).toContain("It never purges and never overwrites");
    expect(tools.filter(({ name }) => /purge|delete_/.test(name))).toEqual([]);
  });

  it("take nothing but what is described, in schemas that the code can hold an input against", () => {
    const understood = [
      "type",
      "description",
      "properties",
      "required",
      "additionalProperties",
      "enum",
      "minLength",
      "maxLength",
      "minimum",
      "maximum",
    ];
    for (const { inputSchema } of tools) {
      expect(inputSchema["additionalProperties"]).toBe(false);
      for (const schema of schemasIn(inputSchema)) {
        expect(Object.keys(schema).filter((key) => !understood.includes(key))).toEqual([]);
      }
      const properties = Object.values(inputSchema["properties"] as JsonObject);
      for (const property of properties) {
        expect(isJsonObject(property) ? property["description"] : "").toMatch(/\.$/);
        const { type, maxLength, enum: choices } = property as Readonly<Record<string, JsonValue>>;
        // Texts have an end.
        expect(type !== "string" || maxLength !== undefined || choices !== undefined).toBe(true);
      }
    }
  });

  it("offer the services of the catalogue", () => {
    const choices = tools.flatMap(({ inputSchema }) => {
      const { service } = inputSchema["properties"] as Readonly<Record<string, JsonObject>>;
      return service === undefined ? [] : [service["enum"]];
    });
    expect(choices).toEqual([1, 2, 3].map(() => services.map(({ id }) => id)));
  });

  it("let nobody approve the recovery once and for all", () => {
    const { toolReferenceName } = tools.find(({ name }) => name === toolNames.recover) ?? {};
    const { publisher, name } = manifest;
    // As VS Code names a tool of an extension: publisher.name/toolReferenceName, in small letters.
    expect(manifest.contributes.configurationDefaults).toEqual({
      "chat.tools.eligibleForAutoApproval": {
        [`${publisher}.${name}/${toolReferenceName ?? ""}`]: false,
      },
    });
  });
});

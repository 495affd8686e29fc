import * as l10n from "@vscode/l10n";
import { isJsonObject, valueAt, type JsonObject, type JsonValue } from "../../base/json";
import { ToolError } from "./toolError";

/** A validated tool input. */
export type ToolInput = JsonObject;

/**
 * The input of a call, validated against the schema that package.json has for the tool. VS Code says that
 * it has done so; what a model or another extension hands over is not taken for granted all the same.
 *
 * @throws ToolError with the first thing that is wrong.
 */
export function readInput(schema: JsonValue | undefined, input: unknown): ToolInput {
  const given = (input ?? {}) as JsonValue;
  if (!isJsonObject(given)) {
    throw new ToolError(l10n.t("The input must be an object."));
  }
  const properties = objectAt(schema, "properties");
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(properties, name)) {
      throw new ToolError(
        l10n.t(
          'The input "{0}" isn\'t supported. Supported inputs: {1}.',
          name.slice(0, 80),
          names(properties),
        ),
      );
    }
  }
  const required = valueAt(schema, ["required"]);
  for (const name of Array.isArray(required) ? (required as readonly JsonValue[]) : []) {
    if (typeof name === "string" && given[name] === undefined) {
      throw new ToolError(l10n.t('The input "{0}" is missing.', name));
    }
  }
  for (const [name, value] of Object.entries(given)) {
    const wrong = mistakeIn(properties[name], value);
    if (wrong !== undefined) {
      throw new ToolError(l10n.t('The input "{0}" {1}.', name, wrong));
    }
  }
  return given;
}

/** The problem with a value, to follow its name in a sentence. */
function mistakeIn(schema: JsonValue | undefined, value: JsonValue): string | undefined {
  const limit = (name: string): number | undefined => {
    const found = valueAt(schema, [name]);
    return typeof found === "number" ? found : undefined;
  };
  switch (valueAt(schema, ["type"])) {
    case "string": {
      const choices = valueAt(schema, ["enum"]);
      if (typeof value !== "string") {
        return l10n.t("must be a string");
      }
      if (Array.isArray(choices) && !choices.includes(value)) {
        return l10n.t("must be one of {0}", choices.join(", "));
      }
      if (value.trim().length < (limit("minLength") ?? 0)) {
        return l10n.t("can't be empty");
      }
      return value.length > (limit("maxLength") ?? Infinity)
        ? l10n.t("can't be longer than {0} characters", limit("maxLength") ?? 0)
        : undefined;
    }
    case "integer":
    case "number": {
      const isNumber = typeof value === "number" && Number.isFinite(value);
      if (!isNumber || (valueAt(schema, ["type"]) === "integer" && !Number.isInteger(value))) {
        return l10n.t("must be a number");
      }
      const [least, most] = [limit("minimum") ?? -Infinity, limit("maximum") ?? Infinity];
      return value < least || value > most
        ? l10n.t("must be between {0} and {1}", least, most)
        : undefined;
    }
    case "object":
      return isJsonObject(value) && Object.values(value).every((one) => typeof one === "string")
        ? undefined
        : l10n.t("must be an object with string values");
    default:
      return l10n.t("has an unknown type");
  }
}

function objectAt(value: JsonValue | undefined, name: string): JsonObject {
  const found = valueAt(value, [name]);
  return isJsonObject(found) ? found : {};
}

function names(properties: JsonObject): string {
  return Object.keys(properties)
    .map((name) => `"${name}"`)
    .join(", ");
}

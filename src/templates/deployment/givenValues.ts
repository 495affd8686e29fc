import type { Scope } from "../evaluation/evaluator";
import type { Expression } from "../evaluation/expression";
import { parsedJson } from "../evaluation/functions/json";
import {
  anyText,
  booleanValue,
  numberValue,
  plainText,
  unknown,
  unknownFor,
  withPlace,
  type Value,
} from "../evaluation/values";
import { environmentFunction } from "../parameterValues";
import type { Parameter, TemplateFile, Written } from "../template";
import type { SourceFile } from "../deployedFiles";
import { answeredParameter, environmentVariable, literalText } from "./inputs";
import type { Given, Run } from "./instance";
import { isPlaceholder } from "./names";

/** The values that parameters files and azd give to the parameters of the template itself. */
export function givenBy(run: Run): Given {
  const { inputs, evaluator } = run;
  return (name, parameter) => {
    const source = inputs.parameters.findLast(({ content }) => content.values.has(name));
    const written = source?.content.values.get(name);
    const value =
      source === undefined || written === undefined
        ? undefined
        : given(written, source, parameter, run);
    // Without a default, azd asks for it, and keeps the answer.
    return value ?? answered(parameter, answeredParameter(name, inputs, evaluator));
  };
}

function answered(parameter: Parameter, value: Value | undefined): Value | undefined {
  return parameter.default === undefined ? value : undefined;
}

/** A value of a parameters file; undefined for an empty one that azd asks for instead. */
function given(
  written: Written,
  source: SourceFile,
  parameter: Parameter,
  run: Run,
): Value | undefined {
  const scope = new ValuesScope(source, run);
  const expression = written.expression();
  const value = withPlace(run.evaluator.evaluate(expression, scope), written);
  const text = plainText(value);
  const isLiteral = literalText(expression) !== undefined;
  if (text === "" && !isLiteral && source.kind === "armParameters") {
    return parameter.default === undefined ? undefined : value;
  }
  if (text !== undefined && isPlaceholder(text)) {
    return unknown("placeholder", text);
  }
  return converted(value, text, parameter.type);
}

/** azd and Terraform convert text to the parameter's type. */
function converted(value: Value, text: string | undefined, type: string | undefined): Value {
  if (text === undefined || type === undefined || type === "string") {
    return value;
  }
  if (type === "bool") {
    return /^(true|false)$/i.test(text)
      ? booleanValue(text.toLowerCase() === "true")
      : unknown("error", "bool");
  }
  if (type === "int" || type === "number") {
    return /^-?\d{1,15}$/.test(text) ? numberValue(Number(text)) : unknown("error", "int");
  }
  return type === "array" || type === "object" ? parsedJson(text) : value;
}

/** The names in a Bicep parameters file: its variables, and its own parameters. */
class ValuesScope implements Scope {
  readonly #content: TemplateFile;
  readonly #isBicep: boolean;

  constructor(
    source: SourceFile,
    private readonly run: Run,
  ) {
    this.#content = source.content;
    this.#isBicep = source.kind === "bicepParameters";
  }

  name(name: string): Value | undefined {
    const key = name.toLowerCase();
    const written = this.#content.variables.get(key) ?? this.#content.values.get(key);
    return written === undefined
      ? undefined
      : withPlace(this.run.evaluator.evaluate(written.expression(), this), written);
  }

  call(name: string, given: readonly Expression[], scope: Scope): Value | undefined {
    const { evaluator, inputs } = this.run;
    if (name !== environmentFunction) {
      return undefined;
    }
    const [variable, fallback] = given.map((one) => evaluator.evaluate(one, scope));
    const text = plainText(variable);
    if (text !== undefined && this.#isBicep && inputs.environment === undefined) {
      // It is a variable of the shell that deploys.
      return anyText({ kind: "notInEnvironment", about: text });
    }
    return text === undefined
      ? unknownFor(environmentFunction, variable)
      : environmentVariable(text, fallback, inputs, evaluator);
  }
}

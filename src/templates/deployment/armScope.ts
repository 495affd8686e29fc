import type { Evaluator, Scope } from "../evaluation/evaluator";
import type { Expression } from "../evaluation/expression";
import {
  arrayValue,
  numberValue,
  plainText,
  unknown,
  unknownFor,
  type Value,
} from "../evaluation/values";
import { copyName } from "../jsonWritten";
import type { DeclaredFunction } from "../template";
import { azureFunction } from "./azureFunctions";
import { Instance } from "./instance";
import { loadedValue } from "./loadedFiles";
import { moduleReference, resourceReference } from "./references";

/** The names and functions in a Bicep file or an ARM template. */
export class ArmScope implements Scope {
  readonly #imported = new Map<string, Instance | undefined>();

  constructor(private readonly instance: Instance) {}

  name(name: string): Value | undefined {
    const { instance } = this;
    // Parameters are kept without their case, in which Bicep's names may differ alone.
    const isParameter = instance.template.content.parameters.get(name.toLowerCase())?.name === name;
    return (
      (isParameter ? instance.parameter(name) : undefined) ??
      this.#declared(name) ??
      instance.variable(name) ??
      this.#importedName(name)
    );
  }

  call(name: string, given: readonly Expression[], scope: Scope): Value | undefined {
    const key = name.toLowerCase();
    const evaluated = (): readonly Value[] => given.map((one) => this.#evaluate(one, scope));
    switch (key) {
      case "parameters":
      case "variables":
        return this.#valueOf(key, evaluated()[0]);
      case "copyindex":
        return copyIndex(evaluated(), scope);
      case "lambda":
        return this.#lambda(given, scope);
      case "lambdavariables":
        return lambdaVariable(evaluated()[0], scope);
      case "loadjsoncontent":
      case "loadtextcontent":
      case "loadyamlcontent":
        return loadedValue(key, evaluated(), this.instance);
      case "reference":
        return this.#reference(evaluated()[0]);
      default:
        return (
          this.#userFunction(key, evaluated) ?? azureFunction(key, evaluated, this.instance.target)
        );
    }
  }

  #evaluate(expression: Expression, scope: Scope): Value {
    return this.instance.run.evaluator.evaluate(expression, scope);
  }

  #valueOf(kind: "parameters" | "variables", value: Value | undefined): Value {
    const name = plainText(value);
    if (name === undefined) {
      return unknownFor(kind, value);
    }
    const found =
      kind === "parameters" ? this.instance.parameter(name) : this.instance.variable(name);
    return found ?? unknown("undeclared", name);
  }

  #declared(symbol: string): Value | undefined {
    const { resources, modules } = this.instance.template.content;
    const resource = resources.find((one) => one.symbol === symbol);
    const module = modules.find((one) => one.symbol === symbol);
    const { instance } = this;
    if (resource !== undefined) {
      return inLoop(
        resource.loop !== undefined,
        instance.iterations(resource).map((one) => resourceReference(resource, one, instance)),
      );
    }
    return module === undefined
      ? undefined
      : inLoop(
          module.loop !== undefined,
          instance.iterations(module).map((one) => moduleReference(module, one, instance)),
        );
  }

  /** A module of the same template, by its symbolic name, its id or its name. */
  #reference(value: Value | undefined): Value {
    // Of an id, the name at its end may be known where the subscription isn't.
    const end = value?.kind === "text" ? value.pieces.at(-1) : undefined;
    const { modules } = this.instance.template.content;
    const isWhole = plainText(value) !== undefined;
    const name =
      typeof end === "string" && (isWhole || end.includes("/"))
        ? end.split("/").at(-1)?.toLowerCase()
        : undefined;
    const module = modules.find(
      ({ symbol, loop, body }) =>
        loop === undefined &&
        (symbol?.toLowerCase() === name ||
          (body?.members.has("name") === true &&
            plainText(this.#memberValue(body.members.get("name")))?.toLowerCase() === name)),
    );
    const [iteration] = module === undefined ? [] : this.instance.iterations(module);
    return module === undefined || iteration === undefined || name === undefined
      ? unknown("afterDeployment", "reference")
      : moduleReference(module, iteration, this.instance, true);
  }

  #memberValue(written: { expression(): Expression } | undefined): Value | undefined {
    return written === undefined
      ? undefined
      : this.#evaluate(written.expression(), this.instance.scope);
  }

  #userFunction(key: string, evaluated: () => readonly Value[]): Value | undefined {
    const { template, scope, run } = this.instance;
    const declared = template.content.functions.get(key);
    if (declared !== undefined) {
      return callDeclared(declared, evaluated(), scope, run.evaluator);
    }
    const [space = "", own] = key.split(".");
    for (const { path, names, alias } of template.content.imports) {
      const there =
        own === undefined
          ? names?.find(({ here }) => here.toLowerCase() === key)?.there
          : alias?.toLowerCase() === space
            ? own
            : undefined;
      const found = there === undefined ? undefined : this.#import(path);
      const imported = found?.template.content.functions.get(there?.toLowerCase() ?? "");
      if (found !== undefined && imported !== undefined) {
        return callDeclared(imported, evaluated(), found.scope, run.evaluator);
      }
    }
    return undefined;
  }

  #importedName(name: string): Value | undefined {
    for (const { path, names, alias } of this.instance.template.content.imports) {
      const there = names?.find(({ here }) => here === name)?.there;
      if (there !== undefined) {
        return this.#import(path)?.variable(there) ?? unknown("missingFile", path);
      }
      if (alias === name) {
        const found = this.#import(path);
        return {
          kind: "reference",
          member: (member) => found?.variable(member) ?? unknown("missingFile", path),
        };
      }
    }
    return undefined;
  }

  #import(path: string): Instance | undefined {
    if (!this.#imported.has(path)) {
      const { run, template, target, depth } = this.instance;
      const file = run.program.module(path, template.path);
      this.#imported.set(path, undefined);
      if (file !== undefined && depth < 15) {
        this.#imported.set(path, new Instance(run, file, target, () => undefined, depth + 1));
      }
    }
    return this.#imported.get(path);
  }

  /** ARM's lambda('item', body). */
  #lambda(given: readonly Expression[], scope: Scope): Value {
    const body = given.at(-1);
    const names = given.slice(0, -1).map((one) => plainText(this.#evaluate(one, scope)) ?? "");
    return body === undefined
      ? unknown("error", "lambda")
      : this.instance.run.evaluator.lambda(names.map(lambdaName), body, scope);
  }
}

function lambdaName(name: string): string {
  return `lambda:${name.toLowerCase()}`;
}

function lambdaVariable(name: Value | undefined, scope: Scope): Value {
  const text = plainText(name);
  return (
    (text === undefined ? undefined : scope.name(lambdaName(text))) ??
    unknownFor("lambdaVariables", name)
  );
}

function inLoop(isLoop: boolean, values: readonly Value[]): Value | undefined {
  return isLoop ? arrayValue(values) : values[0];
}

/** copyIndex(), copyIndex(1), copyIndex('name'), and copyIndex('name', 1). */
function copyIndex(given: readonly Value[], scope: Scope): Value {
  const name = plainText(given[0]) ?? "";
  const offset = given.find((value) => value.kind === "number");
  const index = scope.name(copyName(name)) ?? unknown("error", "copyIndex");
  return index.kind === "number"
    ? numberValue(index.number + (offset?.kind === "number" ? offset.number : 0))
    : index;
}

function callDeclared(
  { names, body }: DeclaredFunction,
  given: readonly Value[],
  scope: Scope,
  evaluator: Evaluator,
): Value {
  const named = new Map(names.map((name, at) => [name.toLowerCase(), given[at]]));
  const inside: Scope = {
    name: (name) => named.get(name.toLowerCase()) ?? scope.name(name),
    // ARM's functions read their parameters as parameters('name').
    call: (name, [first, ...rest], within) =>
      name.toLowerCase() === "parameters" && first?.kind === "literal"
        ? named.get(String(first.value).toLowerCase())
        : scope.call(name, first === undefined ? [] : [first, ...rest], within),
  };
  return evaluator.evaluate(body.expression(), inside);
}

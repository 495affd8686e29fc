import { scopeWith, type Evaluator, type Scope } from "../evaluation/evaluator";
import {
  anyText,
  booleanValue,
  known,
  nullValue,
  numberValue,
  objectValue,
  plainText,
  reasonOf,
  unknown,
  unknownBecause,
  unknownFor,
  withPlace,
  type DeploymentTarget,
  type Value,
} from "../evaluation/values";
import { entriesOf } from "../evaluation/members";
import { copyName } from "../jsonWritten";
import type {
  DeclaredModule,
  DeclaredResource,
  Parameter,
  TemplateFile,
  Written,
} from "../template";
import type { DeploymentInputs } from "./inputs";
import { Memo } from "./memo";

/** The files of a deployment, which are read before it is evaluated. */
export interface Program {
  /** The template of a module, by its path as written in a file. */
  module(path: string, from: string): ProgramFile | undefined;
  /** The text of a file that an expression loads. */
  loaded(path: string, from: string): string | undefined;
}

export interface ProgramFile {
  readonly path: string;
  readonly content: TemplateFile;
}

/** What all templates of one deployment share. */
export interface Run {
  readonly evaluator: Evaluator;
  readonly program: Program;
  readonly inputs: DeploymentInputs;
  /** How many more modules may be evaluated. */
  readonly room: { instances: number };
  scopeOf(instance: Instance): Scope;
}

/** Values for parameters, by lower-case name. */
export type Given = (name: string, parameter: Parameter) => Value | undefined;

/** One repetition of a declaration. */
export interface Iteration {
  readonly scope: Scope;
  /** Its position in the loop; undefined outside of loops and for unknown loops. */
  readonly index: number | undefined;
  /** False where the loop is empty, unknown where its size is. */
  readonly exists: Value;
}

const deepest = 15;
const mostIterations = 200;

/** A template with the values that one deployment gives to its parameters. */
export class Instance {
  readonly #memo = new Memo();
  readonly #iterations = new Map<DeclaredResource | DeclaredModule, readonly Iteration[]>();
  readonly #children = new Map<string, Instance | undefined>();
  readonly scope: Scope;

  constructor(
    readonly run: Run,
    readonly template: ProgramFile,
    readonly target: DeploymentTarget,
    private readonly given: Given,
    readonly depth = 0,
    outer?: Scope,
  ) {
    this.scope = outer ?? run.scopeOf(this);
  }

  evaluate(written: Written, scope = this.scope): Value {
    return this.run.evaluator.evaluate(written.expression(), scope);
  }

  parameter(name: string): Value | undefined {
    const parameter = this.template.content.parameters.get(name.toLowerCase());
    return parameter === undefined
      ? undefined
      : this.#memo.get(`parameter ${name.toLowerCase()}`, () => this.#parameterValue(parameter));
  }

  variable(name: string): Value | undefined {
    return this.#valueIn("variables", name);
  }

  output(name: string): Value | undefined {
    return this.#valueIn("outputs", name);
  }

  #valueIn(kind: "variables" | "outputs", name: string): Value | undefined {
    const written = this.template.content[kind].get(name.toLowerCase());
    return written === undefined
      ? undefined
      : this.#memo.get(`${kind} ${name.toLowerCase()}`, () =>
          withPlace(this.evaluate(written), written),
        );
  }

  #parameterValue(parameter: Parameter): Value {
    const { name, type, isNullable } = parameter;
    const given = this.given(name.toLowerCase(), parameter);
    if (given !== undefined) {
      return given;
    }
    if (parameter.default !== undefined) {
      return withPlace(this.evaluate(parameter.default), parameter.default);
    }
    if (isNullable) {
      return nullValue;
    }
    return type === "string" ? anyText({ kind: "noValue", about: name }) : unknown("noValue", name);
  }

  /** The repetitions of a declaration: one, or as many as its loop has. */
  iterations(declared: DeclaredResource | DeclaredModule): readonly Iteration[] {
    const kept = this.#iterations.get(declared);
    if (kept !== undefined) {
      return kept;
    }
    // Where the loop needs the declaration itself, it is a cycle.
    this.#iterations.set(declared, []);
    const iterations = this.#repeat(declared).slice(0, mostIterations);
    this.#iterations.set(declared, iterations);
    return iterations;
  }

  #repeat({ loop }: DeclaredResource | DeclaredModule): readonly Iteration[] {
    if (loop === undefined) {
      return [{ scope: this.scope, index: undefined, exists: booleanValue(true) }];
    }
    const over = this.evaluate(loop.over);
    const items =
      loop.kind === "count"
        ? over.kind === "number"
          ? Array.from(
              { length: Math.min(over.number, mostIterations) },
              (_, at) => [numberValue(at), numberValue(at)] as const,
            )
          : undefined
        : entriesOf(over);
    const scopeOf = (key: Value, item: Value, index: Value): Scope =>
      scopeWith(this.scope, loopNames(loop, key, item, index));
    if (items === undefined || items.length === 0) {
      const item = items === undefined ? unknownFor("for", over) : unknown("noValue", "[]");
      return [
        {
          scope: scopeOf(item, item, item),
          index: undefined,
          exists: items === undefined ? unknownBecause(item.reason) : booleanValue(false),
        },
      ];
    }
    return items.map(([key, item], index) => ({
      scope: scopeOf(key, item, numberValue(index)),
      index,
      exists: booleanValue(true),
    }));
  }

  /** Whether a repetition is deployed: its loop has it, and its condition is true. */
  isDeployed(
    { condition }: DeclaredResource | DeclaredModule,
    { scope, exists }: Iteration,
  ): Value {
    const value = condition === undefined ? booleanValue(true) : this.evaluate(condition, scope);
    if (value.kind === "boolean" && !value.isTrue) {
      return value;
    }
    return exists.kind === "boolean" && exists.isTrue ? value : exists;
  }

  /** The template of a module with its parameters; undefined where it can't be read. */
  child(module: DeclaredModule, iteration: Iteration): Instance | undefined {
    const key = `${String(this.template.content.modules.indexOf(module))} ${String(iteration.index)}`;
    if (this.#children.has(key)) {
      return this.#children.get(key);
    }
    this.#children.set(key, undefined);
    const child = this.#newChild(module, iteration);
    this.#children.set(key, child);
    return child;
  }

  #newChild(module: DeclaredModule, { scope }: Iteration): Instance | undefined {
    const { run, depth, template } = this;
    const path = module.path;
    const found =
      module.nested !== undefined
        ? { path: template.path, content: module.nested }
        : path === undefined
          ? undefined
          : run.program.module(path, template.path);
    if (found === undefined || depth >= deepest || run.room.instances <= 0) {
      return undefined;
    }
    run.room.instances -= 1;
    const given: Given = (name) => {
      const written = module.parameters.get(name);
      return written === undefined ? undefined : withPlace(this.evaluate(written, scope), written);
    };
    const target = this.#targetOf(module, scope);
    return new Instance(run, found, target, given, depth + 1, module.isOuter ? scope : undefined);
  }

  #targetOf({ body }: DeclaredModule, scope: Scope): DeploymentTarget {
    const member = (name: string): Value | undefined => {
      const written = body?.members.get(name);
      return written === undefined ? undefined : this.evaluate(written, scope);
    };
    const scopeValue = member("scope");
    if (scopeValue !== undefined) {
      const target = scopeValue.kind === "reference" ? scopeValue.target?.() : undefined;
      return target ?? unknownTarget(scopeValue, this.target);
    }
    const [group, subscription] = [member("resourcegroup"), member("subscriptionid")];
    const location =
      this.template.content.targetScope?.toLowerCase() === "resourcegroup" || group !== undefined
        ? undefined
        : member("location");
    return {
      ...this.target,
      ...(subscription === undefined ? {} : { subscriptionId: subscription }),
      ...(group === undefined ? {} : { resourceGroup: group, location: anyPlace("location") }),
      ...(location === undefined ? {} : { location }),
    };
  }
}

function anyPlace(about: string): Value {
  return anyText({ kind: "place", about });
}

function unknownTarget(value: Value, around: DeploymentTarget): DeploymentTarget {
  const any = anyText(reasonOf(value) ?? { kind: "unsupported", about: "scope" });
  return { ...around, subscriptionId: any, resourceGroup: any, location: any };
}

function loopNames(
  { item: name, index: indexName, kind }: NonNullable<DeclaredModule["loop"]>,
  key: Value,
  item: Value,
  index: Value,
): ReadonlyMap<string, Value> {
  if (name === "each") {
    // Terraform: count.index, each.key, and each.value; of a set, both are the item.
    const text = plainText(item);
    const eachKey = key.kind === "number" && text !== undefined ? known(text) : key;
    return new Map<string, Value>([
      ["count", objectValue([["index", index]])],
      [
        "each",
        objectValue([
          ["key", eachKey],
          ["value", item],
        ]),
      ],
    ]);
  }
  return kind === "count"
    ? new Map([
        [copyName(""), index],
        [copyName(name), index],
      ])
    : new Map([[name, item], ...(indexName === undefined ? [] : [[indexName, index] as const])]);
}

import type { Scope } from "../evaluation/evaluator";
import { arrayValue, objectValue, unknown, type Value } from "../evaluation/values";
import type { Instance } from "./instance";
import { moduleOutput } from "./references";

/** The names in a Terraform module: var.x, local.x, module.x.y, and type.name.attribute. */
export class TerraformScope implements Scope {
  constructor(private readonly instance: Instance) {}

  name(root: string): Value | undefined {
    const { instance } = this;
    switch (root) {
      case "var":
        return members(root, (name) => instance.parameter(name));
      case "local":
        return members(root, (name) => instance.variable(name));
      case "module":
        return members(root, (name) => this.#module(name));
      case "data":
      case "path":
      case "terraform":
        return { kind: "reference", member: (name) => readFromAzure(`${root}.${name}`) };
      case "each":
      case "count":
        return undefined;
      default:
        return members(root, (label) => this.#resource(`${root}.${label}`));
    }
  }

  call(): undefined {
    return undefined;
  }

  #module(name: string): Value | undefined {
    const { instance } = this;
    const module = instance.template.content.modules.find(
      ({ symbol }) => symbol === `module.${name}`,
    );
    const outputs =
      module === undefined
        ? []
        : instance.iterations(module).map((iteration): Value => ({
            kind: "reference",
            member: (output) => moduleOutput(module, iteration, instance, output),
          }));
    return repeated(module?.loop?.kind, outputs);
  }

  /** The attributes that the configuration sets are known before the deployment. */
  #resource(symbol: string): Value | undefined {
    const { instance } = this;
    const resource = instance.template.content.resources.find((one) => one.symbol === symbol);
    if (resource === undefined) {
      // Its block may have no name, as random_string does.
      return readFromAzure(symbol);
    }
    const references = instance.iterations(resource).map(({ scope }): Value => ({
      kind: "reference",
      member: (name) => {
        const written =
          name === "name"
            ? resource.name
            : resource.isTerraform
              ? resource.body?.members.get(name)
              : undefined;
        return written === undefined
          ? unknown("readFromAzure", `${symbol}.${name}`)
          : instance.evaluate(written, scope);
      },
    }));
    return repeated(resource.loop?.kind, references);
  }
}

function repeated(
  kind: "items" | "count" | undefined,
  values: readonly Value[],
): Value | undefined {
  switch (kind) {
    case undefined:
      return values[0];
    case "count":
      return arrayValue(values);
    case "items":
      return objectValue([], { kind: "unsupported", about: "for_each" });
  }
}

function members(root: string, find: (name: string) => Value | undefined): Value {
  return {
    kind: "reference",
    member: (name) => find(name) ?? unknown("undeclared", `${root}.${name}`),
  };
}

/** A value all of whose members are unknown, too. */
function readFromAzure(about: string): Value {
  return {
    kind: "reference",
    member: (name) => readFromAzureMember(`${about}.${name}`),
  };
}

function readFromAzureMember(about: string): Value {
  return unknown("readFromAzure", about);
}

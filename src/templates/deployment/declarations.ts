import { armFunctions } from "../evaluation/functions/arm";
import { terraformFunctions } from "../evaluation/functions/terraform";
import { Evaluator, type Scope } from "../evaluation/evaluator";
import { booleanValue, type DeploymentTarget, type Value } from "../evaluation/values";
import type { EditableResource } from "../insertion";
import type { DeclaredModule, DeclaredResource, ObjectPlace, Place } from "../template";
import type { DeployedFiles, Way } from "../deployedFiles";
import { ArmScope } from "./armScope";
import { avmType } from "./avmTypes";
import { Instance, type Iteration, type Run } from "./instance";
import { givenBy } from "./givenValues";
import { nameOf } from "./names";
import { programOf, templateOf } from "./program";
import { fullName } from "./references";
import { rootTarget } from "./target";
import { TerraformScope } from "./terraformScope";

/** A resource that a deployment creates, with what is known of its name. */
export interface Declaration extends Place {
  /** Lower-case: an ARM type without version, or a Terraform type. */
  readonly type: string;
  readonly isTerraform: boolean;
  /** The place of the expression that becomes the name; the rest is that of the declaration. */
  readonly namePlace: Place;
  /** A text, or unknown. */
  readonly name: Value;
  /** Whether it is deployed: true or false, or unknown. */
  readonly isDeployed: Value;
  readonly resource: EditableResource;
  readonly target: DeploymentTarget;
  /** The value of a property below "properties"; undefined where the file doesn't set it. */
  property(name: string): Value | undefined;
}

const mostInstances = 500;
const mostDeclarations = 5_000;

/** What a person chose, where the environment doesn't say it. */
export interface Assumptions {
  readonly subscriptionId?: string | undefined;
}

/** The resources that one way to deploy files creates. Never throws. */
export function declarationsOf(
  deployed: DeployedFiles,
  way: Way,
  { subscriptionId }: Assumptions = {},
): readonly Declaration[] {
  const template = templateOf(deployed);
  if (template === undefined) {
    return [];
  }
  const isTerraform = deployed.templates[0]?.kind === "terraform";
  const evaluator = new Evaluator(isTerraform ? terraformFunctions : armFunctions);
  const inputs = { ...way, subscriptionId };
  const run: Run = {
    evaluator,
    program: programOf(deployed),
    inputs,
    room: { instances: mostInstances },
    scopeOf: (instance): Scope =>
      isTerraform ? new TerraformScope(instance) : new ArmScope(instance),
  };
  const target = rootTarget(template.content.targetScope, inputs, evaluator);
  const root = new Instance(run, template, target, givenBy(run));
  const found: Declaration[] = [];
  collect(root, booleanValue(true), found);
  return found;
}

function collect(instance: Instance, isDeployed: Value, found: Declaration[]): void {
  const { resources, modules } = instance.template.content;
  for (const resource of resources) {
    for (const iteration of resource.isExisting ? [] : instance.iterations(resource)) {
      const own = instance.isDeployed(resource, iteration);
      if (found.length < mostDeclarations) {
        found.push(declared(resource, iteration, instance, both(isDeployed, own)));
      }
    }
  }
  for (const module of modules) {
    for (const iteration of instance.iterations(module)) {
      const own = both(isDeployed, instance.isDeployed(module, iteration));
      const declaration = declaredByModule(module, iteration, instance, own);
      const child = declaration === undefined ? instance.child(module, iteration) : undefined;
      if (declaration !== undefined && found.length < mostDeclarations) {
        found.push(declaration);
      } else if (child !== undefined) {
        collect(child, own, found);
      }
    }
  }
}

function both(one: Value, other: Value): Value {
  const isFalse = one.kind === "boolean" && !one.isTrue;
  const isTrue = one.kind === "boolean" && one.isTrue;
  return isFalse || (!isTrue && !(other.kind === "boolean" && !other.isTrue)) ? one : other;
}

function declared(
  resource: DeclaredResource,
  iteration: Iteration,
  instance: Instance,
  isDeployed: Value,
): Declaration {
  const { file, start, end, type, isTerraform, properties } = resource;
  return {
    file,
    start,
    end,
    type: type.toLowerCase(),
    isTerraform,
    namePlace: placeOf(resource.name),
    name: nameOf(fullName(resource, iteration, instance)),
    isDeployed,
    resource,
    target: instance.target,
    property: (name) => propertyIn(properties, name, iteration, instance),
  };
}

/** An Azure Verified Module deploys a resource of the type that its path names. */
function declaredByModule(
  module: DeclaredModule,
  iteration: Iteration,
  instance: Instance,
  isDeployed: Value,
): Declaration | undefined {
  const type = module.path === undefined ? undefined : avmType(module.path);
  const name = module.parameters.get("name");
  if (type === undefined || name === undefined) {
    return undefined;
  }
  const { file, start, end, body, parametersPlace } = module;
  const isTerraform = body?.syntax === "hcl";
  return {
    file,
    start,
    end,
    type,
    isTerraform,
    namePlace: placeOf(name),
    name: nameOf(instance.evaluate(name, iteration.scope)),
    isDeployed,
    resource: { body, properties: parametersPlace, isTerraform },
    target: instance.target,
    property: (property) => propertyIn(parametersPlace, property, iteration, instance),
  };
}

function placeOf({ file, start, end }: Place): Place {
  return { file, start, end };
}

function propertyIn(
  place: ObjectPlace | undefined,
  name: string,
  { scope }: Iteration,
  instance: Instance,
): Value | undefined {
  const written = place?.members.get(name.toLowerCase());
  return written === undefined ? undefined : instance.evaluate(written, scope);
}

import type { DeployedFiles } from "../../templates/deployedFiles";
import { declarationsOf, type Declaration } from "../../templates/deployment/declarations";
import { patternOf } from "../../templates/deployment/names";
import { plainText, unknownFor } from "../../templates/evaluation/values";
import type { Reason } from "../../templates/evaluation/reason";
import { findNameConflicts, type NameConflict } from "./nameConflicts";
import type { NameIndex } from "./nameIndex";

/** The state of a name: taken or free; or unknown, with what may hold it where its pattern fits. */
export type NameState = "taken" | "free" | "possible" | "unknown";

/** A soft-deletable resource of a deployment, and what is known of its name. */
export interface CheckedName {
  readonly declaration: Declaration;
  /** The name or its pattern; undefined where neither is known. */
  readonly name: string | undefined;
  readonly state: NameState;
  /** Why the name isn't fully known. */
  readonly reason: Reason | undefined;
  readonly conflict: NameConflict | undefined;
}

/** What the names of a file were computed with. */
export interface Assumed {
  readonly environment: string | undefined;
  readonly location: string | undefined;
  readonly subscriptionId: string | undefined;
}

export interface CheckedNames {
  readonly names: readonly CheckedName[];
  readonly assumed: Assumed;
}

/**
 * The soft-deletable resources that files deploy, with the state of their names.
 *
 * @param types those of soft-deletable resources, in lower case.
 */
export function checkNames(
  deployed: readonly DeployedFiles[],
  types: ReadonlySet<string>,
  index: NameIndex,
  subscriptionId: string | undefined,
): CheckedNames {
  const names = new Map<string, CheckedName>();
  let assumed: Assumed = { environment: undefined, location: undefined, subscriptionId };
  for (const one of deployed) {
    const conflicts = findNameConflicts(one, index, subscriptionId);
    for (const way of one.given) {
      for (const declaration of declarationsOf(one, way, { subscriptionId })) {
        const { isDeployed, target, type, namePlace } = declaration;
        const { environment } = way;
        assumed = {
          environment: environment?.name ?? assumed.environment,
          location: plainText(target.location) ?? assumed.location,
          subscriptionId: plainText(target.subscriptionId) ?? assumed.subscriptionId,
        };
        if (types.has(type) && !(isDeployed.kind === "boolean" && !isDeployed.isTrue)) {
          const checked = checkedName(declaration, conflicts);
          const key = `${namePlace.file}:${String(namePlace.start)} ${checked.name ?? ""}`;
          names.set(key, checked);
        }
      }
    }
  }
  return { names: [...names.values()], assumed };
}

function checkedName(declaration: Declaration, conflicts: readonly NameConflict[]): CheckedName {
  const { name, namePlace } = declaration;
  const text = plainText(name);
  const shown = text ?? (name.kind === "text" ? patternOf(name) : undefined);
  const atPlace = conflicts.filter(
    ({ file, start }) => file === namePlace.file && start === namePlace.start,
  );
  // A name that was found by trying subscriptions is at the place of its pattern.
  const conflict =
    atPlace.find((one) => one.name === shown) ??
    (text === undefined ? atPlace.find((one) => one.isCertain) : undefined);
  const reason = text === undefined ? unknownFor("name", name).reason : undefined;
  const isKnown = text !== undefined || conflict?.isCertain === true;
  const state: NameState =
    conflict !== undefined
      ? conflict.isCertain
        ? "taken"
        : "possible"
      : isKnown
        ? "free"
        : "unknown";
  return { declaration, name: conflict?.name ?? shown, state, reason, conflict };
}

/** Whether a name was compared with those of the deleted resources. */
export function isChecked({ state }: CheckedName): boolean {
  return state === "taken" || state === "free";
}

import { declarationsOf, type Declaration } from "../../templates/deployment/declarations";
import { patternOf } from "../../templates/deployment/names";
import type { DeployedFiles, Way } from "../../templates/deployedFiles";
import { mayBe } from "../../templates/evaluation/matching";
import { plainText, reasonOf, type Text } from "../../templates/evaluation/values";
import type { Place } from "../../templates/template";
import type { NameHolder, NameIndex } from "./nameIndex";

/** A resource in a template whose name a deleted resource holds, or may hold. */
export interface NameConflict extends Place {
  /** The name, or its pattern where it is known in part. */
  readonly name: string;
  /** Whether the whole name is known, and that the resource is deployed. */
  readonly isCertain: boolean;
  readonly declaration: Declaration;
  /** The values that the name is made of, where those are written elsewhere. */
  readonly from: readonly Place[];
  readonly holders: readonly [NameHolder, ...NameHolder[]];
}

/** Each one is another evaluation. */
const mostTried = 50;

/** The names in files that deleted resources hold or may hold, without duplicates. */
export function findNameConflicts(
  deployed: DeployedFiles,
  index: NameIndex,
  subscriptionId?: string,
): readonly NameConflict[] {
  const found = new Map<string, NameConflict>();
  for (const way of deployed.given) {
    for (const conflict of conflictsOfWay(deployed, way, index, subscriptionId)) {
      const { file, start, name, from } = conflict;
      const key = [file, start, name, ...from.map(placeKey)].join("|").toLowerCase();
      const known = found.get(key);
      if (known?.isCertain !== true) {
        found.set(key, conflict);
      }
    }
  }
  return [...found.values()];
}

function placeKey({ file, start }: Place): string {
  return `${file}:${String(start)}`;
}

/** Where only the subscription is unknown, each one that has deleted resources is tried. */
function conflictsOfWay(
  deployed: DeployedFiles,
  way: Way,
  index: NameIndex,
  subscriptionId: string | undefined,
): readonly NameConflict[] {
  const declarations = declarationsOf(deployed, way, { subscriptionId });
  const conflicts = declarations.flatMap((one) => conflictOf(one, way, index));
  if (subscriptionId !== undefined || !declarations.some(dependsOnSubscription)) {
    return conflicts;
  }
  const tried = index.subscriptionIds.slice(0, mostTried).flatMap((id) =>
    declarationsOf(deployed, way, { subscriptionId: id })
      .flatMap((one) => conflictOf(one, way, index))
      .filter(
        ({ isCertain, holders: [holder] }) =>
          isCertain && holder.item.resource.subscriptionId.toLowerCase() === id,
      ),
  );
  const certain = new Set(tried.map(placeKey));
  return [...conflicts.filter((one) => one.isCertain || !certain.has(placeKey(one))), ...tried];
}

function dependsOnSubscription({ name, isDeployed }: Declaration): boolean {
  const reason = isOff(isDeployed) ? undefined : reasonOf(name);
  return (
    reason?.about === "AZURE_SUBSCRIPTION_ID" ||
    (reason?.kind === "place" && reason.about === "subscription")
  );
}

function isOff(isDeployed: Declaration["isDeployed"]): boolean {
  return isDeployed.kind === "boolean" && !isDeployed.isTrue;
}

function conflictOf(declaration: Declaration, way: Way, index: NameIndex): readonly NameConflict[] {
  const { name, isDeployed, namePlace } = declaration;
  if (name.kind !== "text" || isOff(isDeployed)) {
    return [];
  }
  const text = plainText(name);
  const shown = text ?? patternOf(name);
  const holders =
    text === undefined
      ? possibleHolders(declaration, name, way, index)
      : index.holders(declaration.type, text);
  const [first, ...rest] = holders.filter(
    (holder) => isInReach(declaration, holder) && !mayRecover(declaration, holder),
  );
  return first === undefined || shown === undefined
    ? []
    : [
        {
          ...namePlace,
          name: shown,
          isCertain: text !== undefined && isDeployed.kind === "boolean",
          declaration,
          from: name.from,
          holders: [first, ...rest],
        },
      ];
}

/** The deleted resources whose names fit a pattern; those of the azd environment first. */
function possibleHolders(
  { type, target }: Declaration,
  name: Text,
  { environment }: Way,
  index: NameIndex,
): readonly NameHolder[] {
  const subscriptionId = plainText(target.subscriptionId);
  const fitting = index
    .ofType(type)
    .filter(
      ({ item: { resource } }) =>
        (subscriptionId === undefined ||
          resource.subscriptionId.toLowerCase() === subscriptionId) &&
        mayBe(name, resource.name),
    );
  const isOfEnvironment = (holder: NameHolder): boolean =>
    environmentTag(holder) !== undefined && environmentTag(holder) === environment?.name;
  return fitting.toSorted(
    (one, other) => Number(isOfEnvironment(other)) - Number(isOfEnvironment(one)),
  );
}

/** Whether a deployment can meet a deleted resource that is in the way only in its own group. */
function isInReach({ target }: Declaration, { deployment, item }: NameHolder): boolean {
  const group = plainText(target.resourceGroup)?.toLowerCase();
  const { resourceGroup, subscriptionId } = item.resource;
  const subscription = plainText(target.subscriptionId);
  return (
    deployment.isGroupOnly !== true ||
    resourceGroup === undefined ||
    ((group === undefined || group === resourceGroup.toLowerCase()) &&
      (subscription === undefined || subscription === subscriptionId.toLowerCase()))
  );
}

/** The azd environment that deployed a deleted resource. */
function environmentTag({ item: { resource } }: NameHolder): string | undefined {
  return resource.tags["azd-env-name"];
}

/** Whether the file sets the recover property, or sets it to an unknown value. */
function mayRecover(
  declaration: Declaration,
  { deployment: { recoverProperty } }: NameHolder,
): boolean {
  const set =
    recoverProperty === undefined ? undefined : declaration.property(recoverProperty.name);
  if (set === undefined || recoverProperty === undefined) {
    return false;
  }
  const value = set.kind === "boolean" ? String(set.isTrue) : plainText(set);
  return value === undefined || value.toLowerCase() === String(recoverProperty.value).toLowerCase();
}

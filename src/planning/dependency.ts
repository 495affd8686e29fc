import * as l10n from "@vscode/l10n";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { Prerequisite } from "../services/service";

/** A prerequisite and its state. */
export type Dependency = Prerequisite &
  (
    | { readonly state: "live" }
    /** Soft-deleted, and reachable through the same account. */
    | { readonly state: "deleted"; readonly item: InventoryItem }
    /** Soft-deleted, and reachable only through another account or tenant. */
    | { readonly state: "elsewhere"; readonly item: InventoryItem }
    /** Neither live nor soft-deleted. */
    | { readonly state: "gone" }
    /** Unknown: it may be where this account has no access. */
    | { readonly state: "unknown" }
    /** It exists, but only the person knows which one it is. */
    | { readonly state: "unnamed"; readonly answer: string }
  );

/** The answer that the person doesn't know, or continues without. */
export const goOnWithout = "without";

/** The key of the answer to which resource of a type was used. */
export function whichOf(resourceType: string): string {
  return `which ${resourceType}`;
}

/** The sentence about a prerequisite that the plan doesn't recover. */
export function dependencySentence(
  dependency: Dependency,
  name: (text: string) => string,
): string | undefined {
  const { noun, neededFor, without, state } = dependency;
  const named = name(dependency.name ?? "");
  switch (state) {
    case "live":
    case "deleted":
      return undefined;
    case "elsewhere":
      return l10n.t(
        'The {0} "{1}", needed for {2}, is soft-deleted in the subscription "{3}" of another account or tenant. Recover the resource there first.',
        noun,
        named,
        neededFor,
        name(dependency.item.subscription.name),
      );
    case "gone":
      return l10n.t(
        'The {0} "{1}", needed for {2}, no longer exists and can\'t be recovered. {3}',
        noun,
        named,
        neededFor,
        without,
      );
    case "unknown":
      return dependency.name === undefined
        ? l10n.t(
            "Azure doesn't report which {0} this resource used for {1}. {2}",
            noun,
            neededFor,
            without,
          )
        : l10n.t(
            'The {0} "{1}", needed for {2}, wasn\'t found in the subscriptions you have access to. {3}',
            noun,
            named,
            neededFor,
            without,
          );
    case "unnamed":
      return l10n.t(
        "Azure doesn't report which {0} this resource used for {1}. {2}",
        noun,
        neededFor,
        without,
      );
  }
}

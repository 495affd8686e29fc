import * as l10n from "@vscode/l10n";
import type { InventoryItem } from "../inventory/inventorySnapshot";
import type { Prerequisite } from "../services/service";

/** A prerequisite and what was found of it. */
export type Dependency = Prerequisite &
  (
    | { readonly state: "live" }
    /** It is soft-deleted, and the same account reaches it. */
    | { readonly state: "deleted"; readonly item: InventoryItem }
    /** It is soft-deleted where only another account or tenant reaches it. */
    | { readonly state: "elsewhere"; readonly item: InventoryItem }
    /** Nobody has it: neither live nor soft-deleted. */
    | { readonly state: "gone" }
    /** Nothing tells: it may be where this account cannot look. */
    | { readonly state: "unknown" }
    /** There is one, and only the person can say which. */
    | { readonly state: "unnamed"; readonly answer: string }
  );

/** The person's answer that they do not know, or want to go on without. */
export const goOnWithout = "without";

/** The key of the answer to which one of a type a resource used. */
export function whichOf(resourceType: string): string {
  return `which ${resourceType}`;
}

/** What is known of a prerequisite that does not come back by the plan, in one sentence. */
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

import * as l10n from "@vscode/l10n";
import type { InventorySnapshot } from "../../inventory/inventorySnapshot";
import { isReadTrouble, type ReadTrouble } from "../../inventory/readTrouble";

/**
 * Why the list is not up to date, and of when it is; undefined where there is nothing to say.
 *
 * @param language a BCP 47 tag.
 * @param now milliseconds since the epoch.
 */
export function staleListText(
  { asOf, isKept, trouble }: Pick<InventorySnapshot, "asOf" | "isKept" | "trouble">,
  language: string,
  now: number,
): string | undefined {
  if (asOf === undefined) {
    return undefined;
  }
  const time = timeText(asOf, language, now);
  if (trouble !== undefined) {
    return `${troubleSentence(trouble)} ${l10n.t("This is the list of {0}.", time)}`;
  }
  return isKept === true ? l10n.t("As of {0}. Updating…", time) : undefined;
}

/** The list as it was read before, without a row for each service that couldn't be read since. */
export function listBefore(snapshot: InventorySnapshot): InventorySnapshot {
  return {
    ...snapshot,
    subscriptions: snapshot.subscriptions.map((entry) => ({
      ...entry,
      branches: entry.branches.map((branch) => {
        const { failure, ...before } = branch;
        return failure !== undefined && branch.wasRead && isReadTrouble(failure)
          ? { ...before, state: "read" }
          : branch;
      }),
    })),
  };
}

function troubleSentence(trouble: ReadTrouble): string {
  switch (trouble) {
    case "unreachable":
      return l10n.t("Azure cannot be reached.");
    case "signIn":
      return l10n.t("Your sign-in could not be renewed. Check the network, or sign in again.");
    case "failed":
      return l10n.t("The list could not be updated.");
  }
}

/** The time of day, with the date where that is not today. */
export function timeText(at: number, language: string, now: number): string {
  const day = (instant: number): string => new Date(instant).toDateString();
  return new Date(at).toLocaleString(language, {
    ...(day(at) === day(now) ? {} : { dateStyle: "medium" as const }),
    timeStyle: "short",
  });
}

import * as l10n from "@vscode/l10n";
import { readable } from "../../azure/readable";
import type { NameAnswer, Unread } from "./nameAnswer";
import type { ProviderCheck } from "./nameAvailability";
import { label } from "../../ui/text";

/** The result in one sentence. @param kind the catalogue's name of the requested type. */
export function answerSentence(answer: NameAnswer, kind: string | undefined): string {
  const { query, deleted, live } = answer;
  const name = query?.name;
  if (name === undefined) {
    return deleted.length > 0
      ? l10n.t("Soft-deleted: {0}. The message doesn't say which resource is meant", kind ?? "")
      : l10n.t("Soft-deleted: {0}. None found, {1}", kind ?? "", whereRead(answer));
  }
  if (deleted.length + live.length > 0) {
    return l10n.t('What holds "{0}"', label(name));
  }
  return l10n.t('Nothing holds "{0}", {1}', label(name), whereRead(answer));
}

function whereRead({ subscriptions, unread }: NameAnswer): string {
  const read = subscriptions - unread.subscriptions.length;
  switch (read) {
    case 0:
      return l10n.t("but no subscriptions could be read");
    case 1:
      return l10n.t("in the 1 subscription that could be read");
    default:
      return l10n.t("in the {0} subscriptions that could be read", read);
  }
}

/** What a provider says of the name. */
export function checkText({ answer }: ProviderCheck): string {
  switch (answer) {
    case "free":
      return l10n.t("the name is available");
    case "taken":
      return l10n.t("the name is taken by a resource you can't see");
    case "invalid":
      return l10n.t("this name isn't valid here");
    case "unknown":
      return l10n.t("Azure didn't respond");
  }
}

/** Azure's own message, where available. */
export function saidText({ said, failure }: ProviderCheck): string | undefined {
  const words = readable(said ?? failure?.message ?? "", 200);
  return words === "" ? undefined : l10n.t("Azure says: {0}", words);
}

/** What couldn't be read, in one sentence; undefined where everything was read. */
export function unreadText({ subscriptions, accounts }: Unread): string | undefined {
  const ofSubscriptions =
    subscriptions.length === 1
      ? l10n.t("1 subscription")
      : l10n.t("{0} subscriptions", subscriptions.length);
  const ofTenants =
    accounts.length === 1 ? l10n.t("1 tenant") : l10n.t("{0} tenants", accounts.length);
  if (accounts.length === 0) {
    return subscriptions.length === 0 ? undefined : l10n.t("{0} couldn't be read", ofSubscriptions);
  }
  return subscriptions.length === 0
    ? l10n.t("{0} couldn't be read", ofTenants)
    : l10n.t("{0} and {1} couldn't be read", ofSubscriptions, ofTenants);
}

export function unreadNames({ subscriptions, accounts }: Unread): string {
  return [
    ...subscriptions.map(({ subscription }) => subscription.name),
    ...accounts.map(
      ({ tenantName, tenantId, accountLabel, message }) =>
        tenantName ?? tenantId ?? accountLabel ?? message,
    ),
  ]
    .map(label)
    .join(", ");
}

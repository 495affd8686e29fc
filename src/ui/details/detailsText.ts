import * as vscode from "vscode";
import type { InventoryItem } from "../../inventory/inventorySnapshot";
import type { WhoDeleted } from "../../deletionHistory/whoDeleted";
import {
  allRequired,
  isRefusal,
  recoverRefusal,
  type RequiredPermission,
  type SoftDeleteService,
} from "../../services/service";
import { factLines } from "../factLines";
import { factsOf, whoText, type Fact } from "../facts";
import { visible } from "../text";

/** Everything about an item. @param now milliseconds since the epoch. */
export function detailsText(
  { resource, subscription }: InventoryItem,
  service: SoftDeleteService,
  now: number,
  who: WhoDeleted | undefined,
): string {
  const { t } = vscode.l10n;
  const { destroyed, notRestored } = service.consequences(resource);
  const isRecoverable = recoverRefusal(service, resource) === undefined;
  const facts: readonly Fact[] = [
    ...factsOf(resource, service, { now, who }, [t("Deleted by"), whoText(who)]),
    [t("Subscription"), `${subscription.name} (${subscription.subscriptionId})`],
    [t("Resource ID"), resource.originalId],
    [
      t("Tags"),
      Object.entries(resource.tags)
        .map(([key, value]) => `${key}=${value}`)
        .join(", ") || t("none"),
    ],
    [t("Permission to list"), permissions(service, "list")],
    [
      t("Permission to recover"),
      permissions(service, "recover", service.recoverPermission?.(resource)),
    ],
    [t("Permission to purge"), permissions(service, "purge")],
    [t("Documentation"), service.documentation],
  ];
  return [
    visible(resource.name),
    t("Deleted {0}", service.noun(resource)),
    "",
    ...factLines(facts),
    ...(isRecoverable
      ? section(
          t("What isn't recovered"),
          notRestored.length > 0 ? notRestored : [t("No missing parts are known.")],
        )
      : []),
    ...(isRefusal(service.purge(resource)) ? [] : section(t("What a purge destroys"), destroyed)),
    ...(isRecoverable
      ? section(
          t("What must exist first"),
          service
            .prerequisites(resource)
            .map(({ name, noun, neededFor }) =>
              name === undefined
                ? t("A {0}, for {1}", noun, neededFor)
                : t('The {0} "{1}", for {2}', noun, visible(name), neededFor),
            )
            .concat(t("The resource group. If it no longer exists, a recovery creates it.")),
        )
      : []),
    ...(service.limits.length > 0 ? section(t("Limits"), service.limits) : []),
    "",
    t("Azure's description (JSON)"),
    ...JSON.stringify(resource.raw, null, 2).split("\n").map(visible),
    "",
  ].join("\n");
}

function section(title: string, sentences: readonly string[]): readonly string[] {
  return ["", title, ...sentences.map((sentence) => `- ${sentence}`)];
}

function permissions(
  service: SoftDeleteService,
  what: "list" | "recover" | "purge",
  particular?: RequiredPermission,
): string {
  const permission = particular ?? service.permissions[what];
  return permission === undefined
    ? vscode.l10n.t("not possible")
    : allRequired(permission).map(permissionText).join("; ");
}

function permissionText({ action, scope, role, follow }: RequiredPermission): string {
  const actions = [action, ...(follow === undefined ? [] : [follow])].join(", ");
  return scope === "subscription"
    ? vscode.l10n.t("{0} on the subscription, included in the role {1}", actions, role)
    : vscode.l10n.t("{0} on the resource group, included in the role {1}", actions, role);
}

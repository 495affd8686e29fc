import * as vscode from "vscode";
import { itemKey, type InventoryItem } from "../../recovery/inventorySnapshot";
import {
  allRequired,
  isRefusal,
  recoverRefusal,
  type RequiredPermission,
  type SoftDeleteService,
} from "../../services/service";
import { factsOf } from "../appearance";
import { label, visible } from "../text";

const scheme = "azure-deleted-resource";

/**
 * Details of a deleted resource as a read-only text: searchable, copyable, readable by a screen
 * reader, and with nothing in it that could be anything but text.
 */
export class DetailsDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  readonly #closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    this.#texts.delete(uri.toString());
  });

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#texts.get(uri.toString()) ??
      vscode.l10n.t("Open the details again from the Deleted Resources view.")
    );
  }

  async show(item: InventoryItem, service: SoftDeleteService, now: number): Promise<void> {
    const uri = vscode.Uri.from({
      scheme,
      path: `/${label(item.resource.name).replaceAll("/", "_")}`,
      query: itemKey(item),
    });
    this.#texts.set(uri.toString(), detailsText(item, service, now));
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
      preview: true,
    });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#closing.dispose();
    this.#changed.dispose();
  }
}

function detailsText(
  { resource, subscription }: InventoryItem,
  service: SoftDeleteService,
  now: number,
): string {
  const { t } = vscode.l10n;
  const { destroyed, notRestored } = service.consequences(resource);
  const isRecoverable = recoverRefusal(service, resource) === undefined;
  const facts: readonly (readonly [string, string])[] = [
    ...factsOf(resource, service, now),
    [t("Subscription"), `${subscription.name} (${subscription.subscriptionId})`],
    [t("Resource ID"), resource.originalId],
    [
      t("Tags"),
      Object.entries(resource.tags)
        .map(([key, value]) => `${key}=${value}`)
        .join(", ") || t("none"),
    ],
    [t("To list"), permissions(service, "list")],
    [t("To recover"), permissions(service, "recover", service.recoverPermission?.(resource))],
    [t("To purge"), permissions(service, "purge")],
    [t("Documentation"), service.documentation],
  ];
  const width = Math.max(...facts.map(([name]) => name.length)) + 2;
  return [
    visible(resource.name),
    t("Deleted {0}", service.noun(resource)),
    "",
    ...facts.map(([name, value]) => `${`${name}:`.padEnd(width)}${visible(value)}`),
    ...(isRecoverable
      ? section(
          t("What a recovery does not bring back"),
          notRestored.length > 0 ? notRestored : [t("Nothing is known to be missing.")],
        )
      : []),
    ...(isRefusal(service.purge(resource)) ? [] : section(t("What a purge destroys"), destroyed)),
    ...(isRecoverable
      ? section(
          t("What must exist first"),
          service
            .prerequisites(resource)
            .map(({ name, noun, neededFor }) =>
              t('The {0} "{1}", for {2}', noun, visible(name), neededFor),
            )
            .concat(t("The resource group; a recovery creates it where it is gone.")),
        )
      : []),
    ...(service.limits.length > 0 ? section(t("Limits"), service.limits) : []),
    "",
    t("As Azure describes it"),
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
    ? vscode.l10n.t("{0} at the subscription, as in the role {1}", actions, role)
    : vscode.l10n.t("{0} at the resource group, as in the role {1}", actions, role);
}

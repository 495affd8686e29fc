import * as vscode from "vscode";
import { commandIds } from "../../ui/ids";
import { label } from "../../ui/text";
import { isChecked, type CheckedNames } from "./checkedNames";
import { describeReason } from "./reasons";

/** What the status item of a template file says. */
export interface NameStatusText {
  readonly text: string;
  readonly detail: string;
}

/**
 * What was checked, and with what.
 *
 * @param subscriptionName the name of the assumed subscription, where it is known.
 */
export function nameStatusText(
  { names, assumed }: CheckedNames,
  subscriptionName: string | undefined,
): NameStatusText {
  const { t } = vscode.l10n;
  const checked = names.filter(isChecked).length;
  const unchecked = names.filter((one) => !isChecked(one));
  const [first] = unchecked;
  const text =
    names.length === 0
      ? t("No soft-deletable resources")
      : t("{0} of {1} names checked", checked, names.length);
  const azd = assumed.environment === undefined ? [] : [`azd: ${label(assumed.environment)}`];
  const parts = [...azd, assumed.location, subscriptionName].filter((one) => one !== undefined);
  const why = first?.reason === undefined ? [] : [describeReason(first.reason)];
  return {
    text,
    detail: [parts.map(label).join(" · "), ...why].filter((one) => one !== "").join(" — "),
  };
}

/** The entry in the language status of template files. */
export class NameStatus implements vscode.Disposable {
  readonly #item: vscode.LanguageStatusItem;

  constructor(selector: vscode.DocumentSelector) {
    this.#item = vscode.languages.createLanguageStatusItem(
      "azureDeletedResources.checkedNames",
      selector,
    );
    this.#item.name = vscode.l10n.t("Names of deleted resources");
    this.#item.command = {
      command: commandIds.checkBeforeDeploying,
      title: vscode.l10n.t("Show Names"),
    };
    this.hide();
  }

  show({ text, detail }: NameStatusText): void {
    this.#item.text = text;
    this.#item.detail = detail;
  }

  /** Where the active file isn't a template, or nothing is known of it yet. */
  hide(): void {
    this.show({ text: vscode.l10n.t("Names not checked"), detail: "" });
  }

  dispose(): void {
    this.#item.dispose();
  }
}

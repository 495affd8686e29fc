import * as l10n from "@vscode/l10n";
import type { Action } from "../services/plan";

/** The title of an operation: "Recover kv-prod". */
export function actionTitle(action: Action, name: string): string {
  switch (action) {
    case "recover":
      return l10n.t("Recover {0}", name);
    case "purge":
      return l10n.t("Purge {0}", name);
    case "delete":
      return l10n.t("Delete {0}", name);
    case "change":
      return l10n.t("Change {0}", name);
    case "create":
      return l10n.t("Create {0}", name);
  }
}

/** The title of an operation in progress: "Recovering kv-prod". */
export function doingTitle(action: Action, name: string): string {
  switch (action) {
    case "recover":
      return l10n.t("Recovering {0}", name);
    case "purge":
      return l10n.t("Purging {0}", name);
    case "delete":
      return l10n.t("Deleting {0}", name);
    case "change":
      return l10n.t("Changing {0}", name);
    case "create":
      return l10n.t("Creating {0}", name);
  }
}

/** The past participle of an action. */
export function doneWord(action: Action): string {
  switch (action) {
    case "recover":
      return l10n.t("recovered");
    case "purge":
      return l10n.t("purged");
    case "delete":
      return l10n.t("deleted");
    case "change":
      return l10n.t("changed");
    case "create":
      return l10n.t("created");
  }
}

/** The progressive form of an action. */
export function doingWord(action: Action): string {
  switch (action) {
    case "recover":
      return l10n.t("recovering…");
    case "purge":
      return l10n.t("purging…");
    case "delete":
      return l10n.t("deleting…");
    case "change":
      return l10n.t("changing…");
    case "create":
      return l10n.t("creating…");
  }
}

export function doneSentence(action: Action, name: string): string {
  switch (action) {
    case "recover":
      return l10n.t('"{0}" is recovered.', name);
    case "purge":
      return l10n.t('"{0}" is purged.', name);
    case "delete":
      return l10n.t('"{0}" is deleted.', name);
    case "change":
      return l10n.t('"{0}" is changed.', name);
    case "create":
      return l10n.t('"{0}" is created.', name);
  }
}

export function failedSentence(action: Action, name: string, reason: string): string {
  switch (action) {
    case "recover":
      return l10n.t('"{0}" wasn\'t recovered. {1}', name, reason);
    case "purge":
      return l10n.t('"{0}" wasn\'t purged. {1}', name, reason);
    case "delete":
      return l10n.t('"{0}" wasn\'t deleted. {1}', name, reason);
    case "change":
      return l10n.t('"{0}" wasn\'t changed. {1}', name, reason);
    case "create":
      return l10n.t('"{0}" wasn\'t created. {1}', name, reason);
  }
}

/** That the outcome is uncertain, and why. */
export function uncertainSentence(action: Action, name: string, reason: string): string {
  switch (action) {
    case "recover":
      return l10n.t('"{0}" may not have been recovered. {1}', name, reason);
    case "purge":
      return l10n.t('"{0}" may not have been purged. {1}', name, reason);
    case "delete":
      return l10n.t('"{0}" may not have been deleted. {1}', name, reason);
    case "change":
      return l10n.t('"{0}" may not have been changed. {1}', name, reason);
    case "create":
      return l10n.t('"{0}" may not have been created. {1}', name, reason);
  }
}

export function countSentence(action: Action, done: number, all: number): string {
  switch (action) {
    case "recover":
      return l10n.t("Recovered: {0} of {1}.", done, all);
    case "purge":
      return l10n.t("Purged: {0} of {1}.", done, all);
    case "delete":
      return l10n.t("Deleted: {0} of {1}.", done, all);
    case "change":
      return l10n.t("Changed: {0} of {1}.", done, all);
    case "create":
      return l10n.t("Created: {0} of {1}.", done, all);
  }
}

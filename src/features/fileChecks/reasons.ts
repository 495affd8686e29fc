import { t } from "@vscode/l10n";
import type { Reason } from "../../templates/evaluation/reason";

/** Why a name isn't known, in one sentence. */
export function describeReason({ kind, about }: Reason): string {
  switch (kind) {
    case "noValue":
      return t('"{0}" has no value.', about);
    case "notInEnvironment":
      return t("The name depends on {0}, which isn't in the azd environment.", about);
    case "place":
      return describePlace(about);
    case "afterDeployment":
      return t("The name depends on a value that exists only after the deployment.");
    case "random":
      return t("The name depends on {0}, which returns a new value each time.", about);
    case "readFromAzure":
      return t("The name depends on {0}, which Terraform reads from a provider.", about);
    case "unsupported":
      return t('The name depends on "{0}", which isn\'t evaluated here.', about);
    case "missingFile":
      return t('"{0}" can\'t be read.', about);
    case "undeclared":
      return t('"{0}" isn\'t declared.', about);
    case "cycle":
      return t("The name depends on a value that refers to itself.");
    case "tooMuch":
      return t("The name takes too much work to compute.");
    case "unreadable":
      return t("The name depends on an expression with a syntax error.");
    case "error":
      return t('"{0}" fails with the values that it gets.', about);
    case "placeholder":
      return t('"{0}" is a placeholder.', about);
    case "notAName":
      return t('"{0}" can\'t be a name.', about);
  }
}

function describePlace(about: string): string {
  switch (about) {
    case "subscription":
      return t("The name depends on the subscription.");
    case "resourceGroup":
      return t("The name depends on the resource group.");
    case "tenant":
      return t("The name depends on the tenant.");
    default:
      return t("The name depends on the location.");
  }
}

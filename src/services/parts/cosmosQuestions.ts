import * as l10n from "@vscode/l10n";
import type { DeletedResource } from "../deletedResource";
import type { Question } from "../question";
import { isBackupOver, restorableTimes } from "./cosmosRestore";

/** The ids of the questions. */
export const questions = {
  name: "name",
  resourceGroup: "resourceGroup",
  pointInTime: "pointInTime",
};

/** What a person chooses for the new account; nothing where there is nothing to restore. */
export function restoreQuestions(resource: DeletedResource): readonly Question[] {
  const times = restorableTimes(resource);
  return times === undefined || isBackupOver(resource)
    ? []
    : [
        {
          kind: "name",
          id: questions.name,
          prompt: l10n.t(
            "Enter a name for the new account, unique across Azure (the old name works if it's still available)",
          ),
          suggested: resource.name,
          refuse: refuseName,
        },
        {
          kind: "live",
          id: questions.resourceGroup,
          prompt: l10n.t("Select a resource group for the new account"),
          types: ["microsoft.resources/subscriptions/resourcegroups"],
          none: l10n.t(
            "This subscription has no resource group to restore to. Create a resource group, then try again.",
          ),
        },
        {
          kind: "time",
          id: questions.pointInTime,
          prompt: l10n.t("Enter the point in time to restore to, in UTC (before the deletion)"),
          ...times,
        },
      ];
}

/**
 * "3-44, lowercase letters, numbers, and hyphens, start with lowercase letter or number":
 * learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftdocumentdb
 */
export function refuseName(text: string): string | undefined {
  return /^[a-z0-9][a-z0-9-]{1,42}[a-z0-9]$/.test(text)
    ? undefined
    : l10n.t(
        "An account name must have 3 to 44 lowercase letters, digits, and hyphens, and must start and end with a letter or digit.",
      );
}

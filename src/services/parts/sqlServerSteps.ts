import * as l10n from "@vscode/l10n";
import { pathOfId, type ArmRequest } from "../../azure/armRequest";
import type { DeletedResource } from "../deletedResource";
import type { PlanStep, Precondition, RetryOn } from "../plan";
import { preconditionOn, nothingExistsAt } from "../preconditions";

export const apiVersion = "2025-01-01";

// Distinguishes one deletion of a name from the next.
const identity = [["properties", "deletionTime"]];

function deletedServer(resource: DeletedResource): ArmRequest {
  return { method: "GET", path: resource.deletedPath, apiVersion };
}

function liveServer({ originalId }: DeletedResource): ArmRequest {
  return { method: "GET", path: pathOfId(originalId), apiVersion };
}

/**
 * Checks that it is still the deletion that was shown, and that its name isn't in use again. A
 * soft-deleted server keeps its name, but the list is older than soft delete and may contain
 * others; whether Azure treats "Restore" of a live server as a change is undocumented.
 */
function stillDeleted(
  resource: DeletedResource,
  ifForbidden: Precondition["ifForbidden"],
): Precondition {
  return {
    ...preconditionOn(resource, { request: deletedServer(resource) }, ifForbidden, identity),
    and: nothingExistsAt(
      liveServer(resource),
      l10n.t(
        "A live server with this name exists in the resource group, so nothing was sent. Refresh to see the server.",
      ),
    ),
  };
}

// "An operation is currently in progress for the server", and "please try your request again
// later": github.com/Azure/azure-rest-api-specs, Microsoft.Sql/stable/2025-01-01/Servers.json
const retryOn: RetryOn = {
  status: 409,
  codes: ["ConflictingServerOperation", "UpsertLogicalServerRequestAlreadyInProgress"],
  retryEverySeconds: 30,
  giveUpAfterSeconds: 300,
};

/**
 * Microsoft's article leaves the restore to its clients, and Restore-AzSqlServer sends this:
 * github.com/Azure/azure-powershell, RestoreAzureSqlServer.cs. The mode is in the published model
 * since 2025-01-01, and the article's role, SQL Server Contributor, allows it. Nothing says that the
 * older POST .../deletedServers/{name}/recover knows soft delete.
 */
export function recoverStep(
  resource: DeletedResource,
  ifForbidden: Precondition["ifForbidden"],
): PlanStep {
  return {
    id: "recover",
    title: l10n.t("Recover SQL server"),
    target: resource.name,
    request: {
      ...liveServer(resource),
      method: "PUT",
      body: { location: resource.location, properties: { createMode: "Restore" } },
    },
    postcondition: { request: liveServer(resource), expects: "present" },
    precondition: stillDeleted(resource, ifForbidden),
    retryOn,
  };
}

/**
 * A server is deleted permanently if its retention period is 0 days:
 * learn.microsoft.com/azure/azure-sql/database/deleted-logical-server-restore#permanently-delete-a-logical-server
 */
export function purgeSteps(resource: DeletedResource): readonly PlanStep[] {
  const live = liveServer(resource);
  const noRetention = { path: ["properties", "retentionDays"], value: 0 };
  return [
    {
      ...recoverStep(resource, "stop"),
      title: l10n.t("Recover SQL server before deleting it permanently"),
      ifInterrupted: l10n.t(
        "The server is live again. Delete it permanently in the portal, or delete and purge it here.",
      ),
    },
    {
      id: "disableSoftDelete",
      title: l10n.t("Set the soft delete retention of the SQL server to 0 days"),
      target: resource.name,
      request: { ...live, method: "PATCH", body: { properties: { retentionDays: 0 } } },
      postcondition: { request: live, expects: "present", where: noRetention },
      retryOn,
      ifInterrupted: l10n.t(
        "The server is live again, and soft delete is off. To delete it permanently, delete it in the portal.",
      ),
    },
    {
      id: "purge",
      title: l10n.t("Delete SQL server permanently"),
      target: resource.name,
      request: { ...live, method: "DELETE" },
      postcondition: { request: live, expects: "absent" },
      precondition: {
        request: live,
        unchanged: [noRetention],
        ifForbidden: "stop",
        message: l10n.t(
          "The soft delete retention of the recovered server isn't 0 days, so the server wasn't deleted.",
        ),
      },
      retryOn,
    },
  ];
}

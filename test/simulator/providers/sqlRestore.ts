import { armError, ok, type ArmResponse } from "../armResponse";
import { definitionIn } from "../definition";
import { jsonAt, objectAt, textAt, type Json } from "../json";
import { day } from "../retention";
import { parameter, type SubscriptionContext } from "../route";
import { remove, same, sameLocation } from "../subscriptionState";
import type { Deleted } from "./deletedItems";
import { startOperation } from "./longRunning";
import { entryName, kept } from "./restorableDropped";
import { parentBody, parentId } from "./sqlBodies";
import { sqlOf, type DroppedDatabase, type SqlParent } from "./sqlState";

const pollSeconds = 15;

/**
 * Where the progress of an operation is read. Only the headers are published, not what they name.
 */
export function operationPath(
  subscriptionId: string,
  location: string,
  of: "server" | "database",
  operationId: string,
): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Sql/locations/${location}/${of}OperationResults/${operationId}`;
}

function accepted(
  context: SubscriptionContext,
  location: string,
  of: "server" | "database",
): { readonly doneAt: number; readonly response: ArmResponse } {
  const { doneAt, headers } = startOperation(context, {
    namespace: "Microsoft.Sql",
    location,
    seconds: 60,
    pollSeconds,
    header: "Location",
    at: (operationId) => operationPath(context.subscription.id, location, of, operationId),
  });
  return { doneAt, response: { status: 202, headers } };
}

/** Brings a soft-deleted server back; its databases stay dropped, to be restored from it. */
export function restoreServer(
  context: SubscriptionContext,
  found: Deleted<SqlParent>,
): ArmResponse {
  const sql = sqlOf(context.subscription);
  const { doneAt, response } = accepted(context, found.resource.location, "server");
  sql.deletedServers.remove(found);
  sql.parents.push({ ...found.resource, thereAt: doneAt });
  return response;
}

/** Restores a server; makes none, and changes none. */
export function putServer(context: SubscriptionContext): ArmResponse {
  const { state, subscription } = context;
  const [name, group] = [parameter(context, "parentName"), parameter(context, "resourceGroup")];
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  const sql = sqlOf(subscription);
  const found = sql.deletedServers.named(name, state.time.now());
  if (textAt(body, "properties", "createMode") === "Restore") {
    return found !== undefined &&
      same(found.resource.resourceGroup, group) &&
      sameLocation(found.resource.location, location)
      ? restoreServer(context, found)
      : armError(400, "ServerNotFound", "The requested server was not found.");
  }
  if (found !== undefined) {
    return armError(
      400,
      "NameAlreadyExistsSoftDeleted",
      "The server name requested is taken by a server in soft deleted state. Purge or recover the server to unblock.",
    );
  }
  const live = sql.parent("servers", group, name, state.time.now());
  return live === undefined
    ? armError(400, "InvalidParameterValue", "An invalid value was given to a parameter.")
    : ok(parentBody(subscription.id, live));
}

/**
 * Changes for how many days a server is kept after its deletion.
 * Source: github.com/Azure/azure-rest-api-specs, Microsoft.Sql/stable/2025-01-01/Servers.json
 */
export function patchServer(context: SubscriptionContext, server: SqlParent): ArmResponse {
  const days = jsonAt(context.body, "properties", "retentionDays");
  if (days === undefined) {
    return ok(parentBody(context.subscription.id, server));
  }
  if (typeof days !== "number" || !Number.isInteger(days) || days < 0 || days > 7) {
    return armError(400, "InvalidParameterValue", "An invalid value was given to a parameter.");
  }
  const { response } = accepted(context, server.location, "server");
  server.retentionDays = days;
  return response;
}

/**
 * Deletes a server with its databases, for good where its retention is 0 days.
 * Source: https://learn.microsoft.com/azure/azure-sql/database/deleted-logical-server-restore
 */
export function deleteServer(context: SubscriptionContext, server: SqlParent): ArmResponse {
  const sql = sqlOf(context.subscription);
  const { response } = accepted(context, server.location, "server");
  remove(sql.parents, server);
  const days = server.retentionDays ?? 0;
  if (days > 0) {
    const by = context.caller.person.username;
    sql.deletedServers.add(server, context.state.time.now(), days * day, by);
  }
  return response;
}

/** Restores a dropped database beside where it was, as a new one. */
export function putDatabase(context: SubscriptionContext, parent: SqlParent): ArmResponse {
  const { state } = context;
  const name = parameter(context, "databaseName");
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  if (!sameLocation(location, parent.location)) {
    return armError(400, "InvalidLocation", "An invalid location was specified.");
  }
  if (parent.databases.some((database) => same(database.name, name))) {
    return parent.type === "servers"
      ? armError(
          409,
          "RemoteDatabaseExists",
          "The destination database name already exists on the destination server.",
        )
      : armError(
          400,
          "ManagedDatabaseNameInUse",
          `Database '${name}' already exists. Choose a different database name.`,
        );
  }
  const source = sourceOf(context, parent, body);
  if ("status" in source) {
    return source;
  }
  const sku = objectAt(body, "sku");
  if (textAt(sku, "name") === "ElasticPool") {
    return armError(400, "InvalidSku", "The user specified an invalid sku.");
  }
  const { doneAt, response } = accepted(context, parent.location, "database");
  parent.databases.push({
    name,
    tags: objectAt(body, "tags"),
    sku: parent.type === "servers" ? { ...(source.sku ?? {}), ...sku } : undefined,
    redundancy: textAt(body, "properties", "requestedBackupStorageRedundancy") ?? "Geo",
    createdAt: state.time.now(),
    onlineAt: doneAt,
  });
  return response;
}

function invalidRequest(): ArmResponse {
  return armError(
    400,
    "InvalidDatabaseCreateOrUpdateRequest",
    "The request body for the create or update database operation is invalid.",
  );
}

/**
 * The dropped database that a body asks for, in the mode its parent has for that.
 * Source: github.com/Azure/azure-rest-api-specs, Microsoft.Sql/stable/2025-01-01, Databases.json and
 * ManagedDatabases.json
 */
function sourceOf(
  context: SubscriptionContext,
  parent: SqlParent,
  body: Json,
): DroppedDatabase | ArmResponse {
  const mode = textAt(body, "properties", "createMode");
  if (mode !== (parent.type === "servers" ? "Restore" : "PointInTimeRestore")) {
    return invalidRequest();
  }
  const now = context.state.time.now();
  const above = parentId(context.subscription.id, parent);
  const asked = textAt(body, "properties", "restorableDroppedDatabaseId");
  const found = kept(parent.dropped, now).find((database) =>
    same(asked ?? "", `${above}/restorableDroppedDatabases/${entryName(database)}`),
  );
  if (found === undefined) {
    return armError(
      400,
      "InvalidRestorableDroppedDatabaseId",
      "Invalid restorable dropped database identifier",
    );
  }
  const point = textAt(body, "properties", "restorePointInTime");
  if (point === undefined) {
    return parent.type === "servers" ? found : invalidRequest();
  }
  const at = Date.parse(point);
  return at >= found.createdAt && at <= found.droppedAt
    ? found
    : armError(400, "PitrPointInTimeInvalid", `The point in time ${point} is not valid.`);
}

/** Drops a live database; its backups are kept for a week. */
export function dropDatabase(context: SubscriptionContext, parent: SqlParent): ArmResponse {
  const name = parameter(context, "databaseName");
  const found = parent.databases.find((database) => same(database.name, name));
  if (found === undefined) {
    return { status: 204 };
  }
  remove(parent.databases, found);
  const { sku, tags, redundancy, createdAt } = found;
  parent.dropped.push({
    name: found.name,
    createdAt,
    droppedAt: context.state.time.now(),
    keptDays: 7,
    droppedBy: context.caller.person.username,
    tags,
    redundancy,
    ...(sku === undefined ? {} : { sku }),
  });
  return { status: 200 };
}

import { randomUUID } from "node:crypto";
import { armError, ok, type ArmResponse } from "../armResponse";
import { definitionIn } from "../definition";
import { textAt, textsAt, type JsonObject } from "../json";
import { parameter, type SubscriptionContext } from "../route";
import { remove, sameLocation } from "../subscriptionState";
import {
  liveLogWorkspaceBody,
  logWorkspaceId,
  logWorkspaces,
  type LiveLogWorkspace,
  type LogWorkspace,
} from "./logAnalyticsState";

const recoverSeconds = 20;

/** Recovers where a deleted workspace has the name; what the body says beside that is patched in. */
export function putLogWorkspace(context: SubscriptionContext): ArmResponse {
  const { state, subscription } = context;
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "workspaceName");
  const workspaces = subscription.of(logWorkspaces);
  const now = state.time.now();
  const live = workspaces.findLive(group, name);
  const deleted = workspaces.findDeleted(group, name, now);
  const was = live?.workspace ?? deleted?.workspace;
  if (was !== undefined && !sameLocation(was.location, location)) {
    // https://github.com/MicrosoftDocs/azure-docs/issues/41719
    return armError(409, "Conflict", `The workspace name '${name}' is not unique.`);
  }
  if (was?.clusterId !== undefined && textAt(body, "properties", "sku", "name") !== "LACluster") {
    return armError(
      400,
      "InvalidParameter",
      "The pricing tier of a workspace that is linked to a cluster must be LACluster.",
    );
  }
  const workspace = written(body, was ?? made(name, group, location, now));
  const item: LiveLogWorkspace = {
    workspace,
    readyAt: live === undefined ? state.time.after(recoverSeconds) : live.readyAt,
  };
  if (live !== undefined) {
    remove(workspaces.live, live);
  }
  if (deleted !== undefined) {
    workspaces.release(deleted);
  }
  workspaces.live.push(item);
  noteLogActivity(context, workspace, "write");
  const answer = liveLogWorkspaceBody(subscription.id, item, now);
  return was === undefined ? { status: 201, body: answer } : ok(answer);
}

function made(name: string, resourceGroup: string, location: string, now: number): LogWorkspace {
  return {
    name,
    resourceGroup,
    location,
    customerId: randomUUID(),
    sku: "PerGB2018",
    retentionInDays: 30,
    createdAt: now,
  };
}

function written(body: JsonObject, was: LogWorkspace): LogWorkspace {
  return {
    ...was,
    sku: textAt(body, "properties", "sku", "name") ?? was.sku,
    ...(body["tags"] === undefined ? {} : { tags: textsAt(body, "tags") }),
  };
}

/** Writes into the Activity Log what was done to a workspace. */
export function noteLogActivity(
  context: SubscriptionContext,
  workspace: LogWorkspace,
  what: string,
): void {
  const { caller, state, subscription } = context;
  subscription.of(logWorkspaces).events.push({
    resourceId: logWorkspaceId(subscription.id, workspace),
    operation: `Microsoft.OperationalInsights/workspaces/${what}`,
    at: state.time.now(),
    caller: caller.person.username,
  });
}

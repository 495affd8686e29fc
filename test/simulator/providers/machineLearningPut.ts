import { randomUUID } from "node:crypto";
import { armError, invalidResourceLocation, type ArmResponse } from "../armResponse";
import { definitionIn } from "../definition";
import { jsonAt, objectAt, textAt, textsAt, type JsonObject } from "../json";
import { parameter, type SubscriptionContext } from "../route";
import { remove, same, sameLocation } from "../subscriptionState";
import { writeEvent } from "./activity";
import { isLive } from "./liveResources";
import { startOperation } from "./longRunning";
import {
  mlWorkspaceId,
  mlWorkspaces,
  workspaceType,
  type DeletedMlWorkspace,
  type LiveMlWorkspace,
  type MlWorkspace,
} from "./machineLearningState";

const namespace = "Microsoft.MachineLearningServices";
const makingSeconds = 60;
export const mlPollSeconds = 10;

/** What cannot be written. */
const readOnly = ["provisioningState", "workspaceId", "softDeletedAt", "scheduledPurgeDate"];

/** Makes, changes or recovers a workspace; recovers only where the body allows it. */
export function putMlWorkspace(context: SubscriptionContext): ArmResponse {
  const { state, subscription } = context;
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "workspaceName");
  const workspaces = subscription.of(mlWorkspaces);
  const deleted = workspaces.findDeleted(group, name, state.time.now());
  const live = workspaces.findLive(group, name);
  const was = live?.workspace ?? deleted?.workspace;
  if (was !== undefined && !sameLocation(was.location, location)) {
    return invalidResourceLocation(name, group, was.location, location);
  }
  if (deleted !== undefined) {
    const refusal = refuseRecovery(context, body, deleted);
    if (refusal !== undefined) {
      return refusal;
    }
    workspaces.release(deleted);
  }
  if (live !== undefined) {
    remove(workspaces.live, live);
  }
  const workspace = written(
    body,
    was ?? {
      name,
      resourceGroup: subscription.resourceGroup(group)?.name ?? group,
      location,
      workspaceId: randomUUID(),
      identity: systemAssigned(subscription.tenantId),
      tags: {},
      properties: {},
    },
  );
  return start(context, workspace);
}

/** An identity as the service answers with it. */
export function systemAssigned(tenantId: string): JsonObject {
  return {
    type: "SystemAssigned",
    principalId: "5d0c3a52-0000-4000-8000-00000000aaaa",
    tenantId,
  };
}

/**
 * The sentence as in https://github.com/Azure/ResourceModules/issues/3596; the flag is a text in
 * the only version that has it. Key vault and storage account have to be there again first.
 * Source: https://learn.microsoft.com/azure/machine-learning/concept-soft-delete
 */
function refuseRecovery(
  { state }: SubscriptionContext,
  body: JsonObject,
  { workspace }: DeletedMlWorkspace,
): ArmResponse | undefined {
  const allowed = textAt(body, "properties", "allowRecoverSoftDeletedWorkspace");
  if (allowed === undefined || !same(allowed, "True")) {
    return armError(
      400,
      "BadRequest",
      "Soft-deleted workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete",
    );
  }
  if (textAt(workspace.identity, "type") === "UserAssigned") {
    return armError(
      400,
      "BadRequest",
      "Recovery is not supported for a workspace with user-assigned identities only.",
    );
  }
  const missing = ["keyVault", "storageAccount"]
    .map((name) => textAt(workspace.properties, name))
    .find((id) => id !== undefined && !isLive(state, id));
  return missing === undefined
    ? undefined
    : armError(400, "BadRequest", `The workspace's dependent resource '${missing}' was not found.`);
}

function written(body: JsonObject, was: MlWorkspace): MlWorkspace {
  const properties = Object.fromEntries(
    Object.entries(objectAt(body, "properties")).filter(
      ([name]) => name !== "allowRecoverSoftDeletedWorkspace" && !readOnly.includes(name),
    ),
  );
  return {
    ...was,
    tags: jsonAt(body, "tags") === undefined ? was.tags : textsAt(body, "tags"),
    identity: { ...was.identity, ...objectAt(body, "identity") },
    properties: { ...was.properties, ...properties },
  };
}

function start(context: SubscriptionContext, workspace: MlWorkspace): ArmResponse {
  const { subscription } = context;
  const { doneAt, headers, whenDone } = startOperation(context, {
    namespace,
    location: workspace.location,
    seconds: makingSeconds,
    pollSeconds: mlPollSeconds,
    header: "Location",
  });
  const workspaces = subscription.of(mlWorkspaces);
  const live: LiveMlWorkspace = { workspace, readyAt: doneAt };
  whenDone((readyAt) => {
    live.readyAt = readyAt;
  });
  workspaces.live.push(live);
  const id = mlWorkspaceId(subscription.id, workspace);
  workspaces.events.push(writeEvent(context, id, `${workspaceType}/write`));
  return { status: 202, headers };
}

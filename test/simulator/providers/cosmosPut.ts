import { randomUUID } from "node:crypto";
import { armError, type ArmResponse } from "../armResponse";
import { definitionIn } from "../definition";
import { jsonAt, objectAt, textAt, type Json, type JsonObject } from "../json";
import { parameter, type SubscriptionContext } from "../route";
import { same, sameLocation } from "../subscriptionState";
import { liveBody, restorableId } from "./cosmosBodies";
import {
  cosmosAccount,
  cosmosOf,
  liveCosmos,
  regionName,
  type CosmosAccount,
  type LiveCosmosAccount,
} from "./cosmosState";
import { startOperation } from "./longRunning";

const namespace = "Microsoft.DocumentDB";
const restoreAction = `${namespace}/locations/restorableDatabaseAccounts/restore/action`;
const pollSeconds = 30;

/** Where the making of an account is followed. */
export function statusPath(subscriptionId: string, location: string, operationId: string): string {
  return `/subscriptions/${subscriptionId}/providers/${namespace}/locations/${location}/operationsStatus/${operationId}`;
}

/** Makes an account, or restores one as a new one. */
export function putAccount(context: SubscriptionContext): ArmResponse {
  const { state, subscription } = context;
  const name = parameter(context, "accountName");
  const definition = definitionIn(context);
  if ("refusal" in definition) {
    return definition.refusal;
  }
  const { body, location } = definition;
  const wanted = regionsWanted(body);
  const refusal =
    (/^[a-z0-9][a-z0-9-]{1,42}[a-z0-9]$/.test(name)
      ? undefined
      : badRequest(`Database account name '${name}' is invalid.`)) ??
    (textAt(body, "properties", "databaseAccountOfferType") === "Standard" && wanted.length > 0
      ? undefined
      : badRequest("databaseAccountOfferType and locations must be specified."));
  if (refusal !== undefined) {
    return refusal;
  }
  const isRestore = textAt(body, "properties", "createMode") === "Restore";
  const existing = liveCosmos(subscription, parameter(context, "resourceGroup"), name);
  if (existing !== undefined) {
    return isRestore
      ? badRequest(`Restoring to the existing account ${name} is not supported.`)
      : { status: 200, body: liveBody(subscription, existing) };
  }
  if (state.subscriptions.some((known) => holds(known, name))) {
    // Quoted in https://github.com/OfficeDev/microsoft-teams-apps-callrecord-insights/issues/26
    return badRequest(
      `Dns record for ${name} under zone Document is already taken. Please use a different name for the account.`,
    );
  }
  const now = state.time.now();
  const described = {
    name,
    resourceGroup: parameter(context, "resourceGroup"),
    location,
    createdAt: now,
    regions: wanted.map((region) => ({ name: region, since: now })),
  };
  if (!isRestore) {
    return made(context, { account: cosmosAccount(described) });
  }
  const source = sourceOf(context, body);
  return "status" in source
    ? source
    : made(context, {
        account: {
          ...source,
          ...described,
          instanceId: randomUUID(),
          location: source.location,
          tags: {},
        },
        restoredFrom: objectAt(body, "properties", "restoreParameters"),
      });
}

function made(
  context: SubscriptionContext,
  fresh: Pick<LiveCosmosAccount, "account" | "restoredFrom">,
): ArmResponse {
  const { subscription } = context;
  const location = regionName(fresh.account);
  const { doneAt, headers } = startOperation(context, {
    namespace,
    location,
    seconds: 120,
    pollSeconds,
    header: "azure-asyncoperation",
    at: (id) => statusPath(subscription.id, location, id),
    locationAt: (id) =>
      `/subscriptions/${subscription.id}/providers/${namespace}/locations/${location}/operationResults/${id}`,
    // As in 20 of 20 restores recorded by Azure/azure-cli, command_modules/cosmosdb.
    words: ["Enqueued", "Dequeued"],
  });
  const live: LiveCosmosAccount = { ...fresh, readyAt: doneAt, visibleAt: 0 };
  cosmosOf(subscription).live.push(live);
  return { status: 200, headers, body: liveBody(subscription, live) };
}

function regionsWanted(body: JsonObject): readonly string[] {
  const locations = jsonAt(body, "properties", "locations");
  return (Array.isArray(locations) ? (locations as readonly Json[]) : []).flatMap((one) => {
    const name = textAt(one, "locationName");
    return name === undefined ? [] : [name];
  });
}

/** The instance to restore, where it existed at that time and in that region. */
function sourceOf(
  { caller, state, subscription }: SubscriptionContext,
  body: JsonObject,
): CosmosAccount | ArmResponse {
  const parameters = objectAt(body, "properties", "restoreParameters");
  const restoreSource = textAt(parameters, "restoreSource") ?? "";
  const instant = Date.parse(textAt(parameters, "restoreTimestampInUtc") ?? "");
  if (textAt(parameters, "restoreMode") !== "PointInTime" || Number.isNaN(instant)) {
    return badRequest("restoreMode must be PointInTime, with a restoreTimestampInUtc.");
  }
  if (!subscription.roles.allow(caller.person.username, restoreAction, restoreSource)) {
    return armError(
      403,
      "LinkedAuthorizationFailed",
      `The client '${caller.person.username}' has permission to perform action '${namespace}/databaseAccounts/write'; however, it does not have permission to perform action '${restoreAction}' on the linked scope '${restoreSource}'.`,
    );
  }
  const accounts = cosmosOf(subscription);
  const now = state.time.now();
  const found = accounts
    .instances(now)
    .find(({ account }) => sameLocation(restorableId(subscription.id, account), restoreSource));
  if (found === undefined) {
    return badRequest(`The restore source ${restoreSource} was not found.`);
  }
  const { account, deletedAt = now } = found;
  const oldest = accounts.oldestRestorable(account, now);
  const there = account.regions.filter(
    ({ since, until = deletedAt }) => since <= instant && instant <= until,
  );
  const isThere = regionsWanted(body).every((wanted) =>
    there.some(({ name }) => sameLocation(name, wanted)),
  );
  return instant < oldest || instant >= deletedAt || !isThere
    ? badRequest(
        `Cannot restore the account ${account.name}: it did not exist in the given location at the given restore timestamp.`,
      )
    : account;
}

/** Names are unique in all of Azure; a soft-deleted account keeps its own. */
function holds(subscription: SubscriptionContext["subscription"], name: string): boolean {
  const accounts = cosmosOf(subscription);
  return [...accounts.live, ...accounts.softDeleted(subscription.time.now())].some(({ account }) =>
    same(account.name, name),
  );
}

/** What the service says to nearly everything that it does not want. */
export function badRequest(message: string): ArmResponse {
  return armError(400, "BadRequest", message);
}

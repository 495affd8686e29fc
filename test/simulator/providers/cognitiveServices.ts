import { armError, ok, resourceNotFound, type ArmResponse } from "../armResponse";
import { textAt } from "../json";
import { page } from "../paging";
import { routesOf, parameter, type Route, type SubscriptionContext } from "../route";
import { accountRetention } from "../retention";
import {
  remove,
  same,
  sameLocation,
  type LiveAccount,
  type SoftDeletedAccount,
} from "../subscriptionState";
import { accountId, accountType, deletedAccountBody, liveAccountBody } from "./cognitiveBodies";
import { isSubdomainTaken, putAccount, requestConflict } from "./cognitivePut";
import { operationResultsRoute, startOperation } from "./longRunning";

const namespace = "Microsoft.CognitiveServices";
const route = routesOf(namespace);
const inSubscription = `/subscriptions/{subscriptionId}/providers/${namespace}`;
const inGroup = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${namespace}`;
const account = `${inGroup}/accounts/{accountName}`;
const deletedAccount = `${inSubscription}/locations/{location}/resourceGroups/{resourceGroup}/deletedAccounts/{accountName}`;
const readAccount = `${namespace}/accounts/read`;

/** The service refuses a purge while the deletion settles, and asks to be polled this often. */
const settlingSeconds = 60;
const pollSeconds = 10;

/**
 * Cognitive Services accounts, live and deleted.
 * Source: Azure/azure-rest-api-specs, Microsoft.CognitiveServices, cognitiveservices.json, and
 * https://learn.microsoft.com/azure/ai-services/recover-purge-resources
 */
export const cognitiveServicesRoutes: readonly Route[] = [
  route("GET", `${inSubscription}/deletedAccounts`, "deletedAccounts", listDeleted, {
    action: `${namespace}/deletedAccounts/read`,
    scope: "/subscriptions/{subscriptionId}",
  }),
  route("GET", deletedAccount, "locations/resourceGroups/deletedAccounts", getDeleted, {
    action: `${namespace}/locations/resourceGroups/deletedAccounts/read`,
    scope: deletedAccount,
  }),
  route("DELETE", deletedAccount, "locations/resourceGroups/deletedAccounts", purge, {
    action: `${namespace}/locations/resourceGroups/deletedAccounts/delete`,
    scope: deletedAccount,
  }),
  route("GET", `${inSubscription}/accounts`, "accounts", listLive),
  route("GET", `${inGroup}/accounts`, "accounts", listLive),
  route("GET", account, "accounts", getLive, { action: readAccount, scope: account }),
  route("PUT", account, "accounts", putAccount, {
    action: `${namespace}/accounts/write`,
    scope: account,
  }),
  route("DELETE", account, "accounts", deleteLive, {
    action: `${namespace}/accounts/delete`,
    scope: account,
  }),
  route(
    "POST",
    `${inSubscription}/checkDomainAvailability`,
    "checkDomainAvailability",
    checkDomain,
    {
      action: `${namespace}/checkDomainAvailability/action`,
      scope: "/subscriptions/{subscriptionId}",
    },
  ),
  operationResultsRoute(namespace, "azure-asyncoperation", pollSeconds),
];

function listDeleted(context: SubscriptionContext): ArmResponse {
  const { subscription } = context;
  return page(context, [
    ...subscription.deletedAccounts.map((item) => deletedAccountBody(subscription.id, item)),
    ...subscription.malformedDeletedAccounts,
  ]);
}

/** The deleted account at the path's group and location; at another location there is none. */
function deletedAt(context: SubscriptionContext): SoftDeletedAccount | undefined {
  const found = context.subscription.deletedAccount(
    parameter(context, "resourceGroup"),
    parameter(context, "accountName"),
  );
  return found !== undefined && sameLocation(found.account.location, parameter(context, "location"))
    ? found
    : undefined;
}

function getDeleted(context: SubscriptionContext): ArmResponse {
  const found = deletedAt(context);
  return found === undefined
    ? armError(
        404,
        "ResourceNotFound",
        `The deleted account '${parameter(context, "accountName")}' was not found.`,
      )
    : ok(deletedAccountBody(context.subscription.id, found));
}

function purge(context: SubscriptionContext): ArmResponse {
  const found = deletedAt(context);
  if (found === undefined) {
    return { status: 204 };
  }
  if (found.purgedAt !== undefined || found.settledAt > context.state.time.now()) {
    return requestConflict(context.subscription.id, found.account);
  }
  const { headers, whenDone } = startOperation(context, {
    namespace,
    location: found.account.location,
    seconds: 20,
    pollSeconds,
    header: "azure-asyncoperation",
    words: ["Deleting"],
  });
  whenDone((doneAt) => {
    found.purgedAt = doneAt;
  });
  return { status: 202, headers };
}

function isListed(context: SubscriptionContext, item: LiveAccount): boolean {
  return item.listedAt <= context.state.time.now();
}

/** Lists of resources leave out what the caller may not read, rather than refuse. */
function listLive(context: SubscriptionContext): ArmResponse {
  const { caller, parameters, subscription } = context;
  const group = parameters["resourceGroup"];
  const items = subscription.accounts
    .filter((item) => isListed(context, item))
    .filter((item) => group === undefined || same(item.account.resourceGroup, group))
    .filter((item) =>
      subscription.roles.allow(
        caller.person.username,
        readAccount,
        accountId(subscription.id, item.account),
      ),
    );
  return page(
    context,
    items.map((item) => liveAccountBody(subscription.id, item)),
  );
}

function getLive(context: SubscriptionContext): ArmResponse {
  const group = parameter(context, "resourceGroup");
  const name = parameter(context, "accountName");
  const found = context.subscription.account(group, name);
  return found === undefined
    ? resourceNotFound(accountType, name, group)
    : ok(liveAccountBody(context.subscription.id, found));
}

function deleteLive(context: SubscriptionContext): ArmResponse {
  const { state, subscription } = context;
  const found = subscription.account(
    parameter(context, "resourceGroup"),
    parameter(context, "accountName"),
  );
  if (found === undefined) {
    return { status: 204 };
  }
  remove(subscription.accounts, found);
  const now = state.time.now();
  subscription.keepAccount({
    account: found.account,
    idShape: "accounts",
    locationAs: found.account.location,
    deletedAt: now,
    deletedBy: context.caller.person.username,
    purgeAt: now + accountRetention,
    settledAt: state.time.after(settlingSeconds),
    purgedAt: undefined,
  });
  return { status: 200 };
}

/** A deleted account holds its subdomain as firmly as a live one. */
function checkDomain(context: SubscriptionContext): ArmResponse {
  const subdomain = textAt(context.body, "subdomainName");
  const type = textAt(context.body, "type");
  if (subdomain === undefined || type === undefined) {
    return armError(
      400,
      "InvalidRequestContent",
      "The request content was invalid: subdomainName and type are required.",
    );
  }
  const kind = textAt(context.body, "kind");
  const taken = isSubdomainTaken(context.state, subdomain);
  return ok({
    isSubdomainAvailable: !taken,
    ...(taken
      ? { reason: `Sub domain name '${subdomain}' is already used. Please pick a different name.` }
      : {}),
    subdomainName: subdomain,
    type,
    ...(kind === undefined ? {} : { kind }),
  });
}

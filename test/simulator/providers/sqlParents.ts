import { armError, ok, resourceNotFound, type ArmResponse } from "../armResponse";
import { page } from "../paging";
import { routesOf, parameter, type Route, type SubscriptionContext } from "../route";
import { same } from "../subscriptionState";
import { entryNamed, kept } from "./restorableDropped";
import { databaseBody, droppedBody, parentBody, parentId } from "./sqlBodies";
import { dropDatabase, putDatabase } from "./sqlRestore";
import { sqlOf, type SqlParent } from "./sqlState";

const namespace = "Microsoft.Sql";

/** Makes an operation of Microsoft.Sql in a subscription. */
export const sqlRoute = routesOf(namespace);

const subscriptionPath = "/subscriptions/{subscriptionId}";
const inSubscription = `${subscriptionPath}/providers/${namespace}`;
const inGroup = `${subscriptionPath}/resourceGroups/{resourceGroup}/providers/${namespace}`;

/** What servers and managed instances have alike: themselves, their databases live and dropped. */
export function sqlParentRoutes(type: SqlParent["type"]): readonly Route[] {
  const one = `${inGroup}/${type}/{parentName}`;
  const dropped = `${one}/restorableDroppedDatabases`;
  const database = `${one}/databases/{databaseName}`;
  const may = (what: string, scope: string): { action: string; scope: string } => ({
    action: `${namespace}/${type}/${what}`,
    scope,
  });
  const list = (context: SubscriptionContext): ArmResponse => listParents(context, type);
  const under =
    (handle: (context: SubscriptionContext, parent: SqlParent) => ArmResponse) =>
    (context: SubscriptionContext): ArmResponse =>
      withParent(context, type, handle);
  return [
    sqlRoute("GET", `${inSubscription}/${type}`, type, list),
    sqlRoute("GET", `${inGroup}/${type}`, type, list),
    sqlRoute("GET", one, type, under(getParent), may("read", one)),
    sqlRoute(
      "GET",
      dropped,
      `${type}/restorableDroppedDatabases`,
      under(listDropped),
      may("restorableDroppedDatabases/read", one),
    ),
    sqlRoute(
      "GET",
      `${dropped}/{entry}`,
      `${type}/restorableDroppedDatabases`,
      under(getDropped),
      may("restorableDroppedDatabases/read", one),
    ),
    sqlRoute(
      "GET",
      `${one}/databases`,
      `${type}/databases`,
      under(listDatabases),
      may("databases/read", one),
    ),
    sqlRoute(
      "GET",
      database,
      `${type}/databases`,
      under(getDatabase),
      may("databases/read", database),
    ),
    sqlRoute(
      "PUT",
      database,
      `${type}/databases`,
      under(putDatabase),
      may("databases/write", database),
    ),
    sqlRoute(
      "DELETE",
      database,
      `${type}/databases`,
      under(dropDatabase),
      may("databases/delete", database),
    ),
  ];
}

/** What Microsoft.Sql says of deleted things that are not there. */
export function requestedNotFound(): ArmResponse {
  return armError(404, "ResourceNotFound", "The requested resource was not found.");
}

function listParents(context: SubscriptionContext, type: SqlParent["type"]): ArmResponse {
  const { parameters, state, subscription } = context;
  const group = parameters["resourceGroup"];
  return page(
    context,
    sqlOf(subscription)
      .there(type, state.time.now())
      .filter((parent) => group === undefined || same(parent.resourceGroup, group))
      .filter((parent) =>
        subscription.roles.allow(
          context.caller.person.username,
          `${namespace}/${type}/read`,
          parentId(subscription.id, parent),
        ),
      )
      .map((parent) => parentBody(subscription.id, parent)),
  );
}

/** Handles a request for one server or instance; 404 where there is none. */
export function withParent(
  context: SubscriptionContext,
  type: SqlParent["type"],
  handle: (context: SubscriptionContext, parent: SqlParent) => ArmResponse,
): ArmResponse {
  const [group, name] = [parameter(context, "resourceGroup"), parameter(context, "parentName")];
  const { state, subscription } = context;
  const parent = sqlOf(subscription).parent(type, group, name, state.time.now());
  return parent === undefined
    ? resourceNotFound(`${namespace}/${type}`, name, group)
    : handle(context, parent);
}

function getParent({ subscription }: SubscriptionContext, parent: SqlParent): ArmResponse {
  return ok(parentBody(subscription.id, parent));
}

function listDropped(context: SubscriptionContext, parent: SqlParent): ArmResponse {
  const { state, subscription } = context;
  return page(
    context,
    kept(parent.dropped, state.time.now()).map((database) =>
      droppedBody(subscription.id, parent, database),
    ),
  );
}

function getDropped(context: SubscriptionContext, parent: SqlParent): ArmResponse {
  const entry = parameter(context, "entry");
  if (!/,\d+$/.test(entry)) {
    return armError(
      400,
      "InvalidRestorableDroppedDatabaseId",
      "Invalid restorable dropped database identifier",
    );
  }
  const found = entryNamed(parent.dropped, entry, context.state.time.now());
  return found === undefined
    ? requestedNotFound()
    : ok(droppedBody(context.subscription.id, parent, found));
}

function listDatabases(context: SubscriptionContext, parent: SqlParent): ArmResponse {
  const { state, subscription } = context;
  return page(
    context,
    parent.databases.map((one) => databaseBody(subscription.id, parent, one, state.time.now())),
  );
}

function getDatabase(context: SubscriptionContext, parent: SqlParent): ArmResponse {
  const name = parameter(context, "databaseName");
  const { state, subscription } = context;
  const found = parent.databases.find((database) => same(database.name, name));
  return found === undefined
    ? resourceNotFound(
        `${namespace}/${parent.type}/databases`,
        `${parent.name}/${name}`,
        parent.resourceGroup,
      )
    : ok(databaseBody(subscription.id, parent, found, state.time.now()));
}

import { defined } from "../base/defined";
import type { TokenCredential } from "@azure/core-auth";
import type { ArmClient } from "../azure/armClient";
import { ArmError } from "../azure/errors";
import { explainFailure } from "../azure/explainFailure";
import { type JsonValue, stringAt } from "../base/json";
import type { Logger } from "../base/logger";
import type { Cloud } from "./account";
import type { ArmConnector } from "./armConnector";
import { SignInNeededError } from "./signInNeededError";
import type { ListedSubscription, WalkTenant } from "./subscriptionWalk";

export type ListConnector = ArmConnector<Pick<ArmClient, "list">>;

export interface ListRequest {
  readonly connect: ListConnector;
  readonly credential: TokenCredential;
  readonly cloud: Cloud;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const apiVersion = "2022-12-01";

/**
 * The tenants that the credential's account belongs to, as its home tenant knows them
 * (https://learn.microsoft.com/rest/api/resources/tenants/list). A tenant that the home tenant may
 * not describe has no display name; its domain serves then.
 *
 * Rejects with the credential's own `SignInNeededError`, otherwise with a sentence.
 */
export async function listTenants(request: ListRequest): Promise<WalkTenant[]> {
  return listAll(request, "tenants", (item) => {
    const tenantId = stringAt(item, "tenantId");
    if (tenantId === undefined) {
      return undefined;
    }
    const name = stringAt(item, "displayName") ?? stringAt(item, "defaultDomain");
    return { tenantId, ...defined({ name }) };
  });
}

/**
 * The subscriptions that the credential's tenant shows
 * (https://learn.microsoft.com/rest/api/resources/subscriptions/list). Rejects as
 * {@link listTenants} does.
 */
export async function listSubscriptions(request: ListRequest): Promise<ListedSubscription[]> {
  return listAll(request, "subscriptions", (item) => {
    const subscriptionId = stringAt(item, "subscriptionId");
    if (subscriptionId === undefined) {
      return undefined;
    }
    return {
      subscriptionId,
      name: stringAt(item, "displayName") ?? subscriptionId,
      homeTenantId: stringAt(item, "tenantId"),
    };
  });
}

async function listAll<T>(
  { connect, credential, cloud, logger, signal }: ListRequest,
  collection: string,
  read: (item: JsonValue) => T | undefined,
): Promise<T[]> {
  const found: T[] = [];
  let malformed = 0;
  try {
    // A connection caches its tokens; a new one sees the current sign-in.
    const arm = await connect({ endpoint: cloud.armEndpoint, scope: cloud.scope, credential });
    await arm.list(
      { method: "GET", path: `/${collection}`, apiVersion },
      (page) => {
        const understood = page.map(read).filter((entry) => entry !== undefined);
        found.push(...understood);
        malformed += page.length - understood.length;
      },
      signal,
    );
  } catch (error) {
    throw inWords(error);
  }
  if (malformed > 0) {
    logger.warn(
      `account: ${malformed} entries of the list of ${collection} could not be understood and are left out.`,
    );
  }
  return found;
}

function inWords(error: unknown): unknown {
  if (!(error instanceof ArmError)) {
    return error;
  }
  return error.cause instanceof SignInNeededError
    ? error.cause
    : new Error(explainFailure(error.failure), { cause: error });
}

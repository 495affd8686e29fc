import { defined } from "../base/defined";
import { ResourceManagementClient } from "@azure/arm-resources";
import type { TokenCredential } from "@azure/core-auth";
import {
  createHttpHeaders,
  createPipelineRequest,
  formDataPolicyName,
  isRestError,
  multipartPolicyName,
  redirectPolicyName,
  retryPolicy,
  tracingPolicyName,
  type Pipeline,
  type PipelineRequest,
  type PipelineResponse,
} from "@azure/core-rest-pipeline";
import * as l10n from "@vscode/l10n";
import {
  namingTheRequest,
  rateLimitPolicy,
  retryReads,
  retryWhenThrottled,
  sameOriginPolicy,
  withoutOwnAgent,
} from "./armPolicies";
import { pathAndQuery, type ArmMethod, type ArmRequest } from "./armRequest";
import { readResponse, type ArmResponse } from "./armResponse";
import { withAwaitedRenewal } from "./awaitedRenewal";
import { systemClock, type Clock } from "../base/clock";
import { ArmError, unreadable, type ArmFailure } from "./errors";
import { arrayAt, isJsonObject, stringAt, type JsonValue } from "../base/json";
import { withoutNames, type Logger } from "../base/logger";
import { RateLimiter } from "./rateLimit";
import { minute } from "../base/durations";

export interface ArmConnectionOptions {
  /** The ARM endpoint, without a trailing slash. */
  readonly endpoint: string;
  /** The token scope. */
  readonly scope: string;
  readonly credential: TokenCredential;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Shared by all connections of a principal: ARM counts their requests together. */
  readonly limiter?: RateLimiter;
  /** Added to the user agent, so that Azure support can find the requests. */
  readonly userAgentPrefix?: string;
}

/** What the rest of the product needs of ARM. */
export interface ArmClient {
  /** @throws ArmError for every status but success. */
  send(request: ArmRequest, signal?: AbortSignal): Promise<ArmResponse>;
  /**
   * Reads a URL from Azure's response (paging, polling).
   * @throws ArmError; kind "notSent" when it points to another host.
   */
  follow(url: string, signal?: AbortSignal): Promise<ArmResponse>;
  /**
   * Reads a collection page by page.
   * @throws ArmError; pages already handed to `onPage` stay valid.
   */
  list(
    request: ArmRequest,
    onPage: (items: readonly JsonValue[]) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /** @throws ArmError when it can't be determined. */
  resourceGroupExists(subscriptionId: string, name: string, signal?: AbortSignal): Promise<boolean>;
}

const mostPages = 1000;
const readTimeout = minute;
const writeTimeout = 2 * minute;

/**
 * Connects to ARM as one principal. Uses the SDK's pipeline (authentication with claims challenges,
 * proxy, request ids, user agent) with four changes: a write is never retried, redirects aren't
 * followed, requests to other hosts are refused, and VS Code's proxy settings apply. For speed,
 * tracing, form data, and the SDK's deserialization are removed; {@link PipelineArmClient} parses
 * the body.
 */
export function connectToArm(options: ArmConnectionOptions): ArmClient {
  const clock = options.clock ?? systemClock;
  const client = new ResourceManagementClient(withAwaitedRenewal(options.credential), {
    endpoint: options.endpoint,
    credentialScopes: options.scope,
    ...(options.userAgentPrefix === undefined
      ? {}
      : { userAgentOptions: { userAgentPrefix: options.userAgentPrefix } }),
  });
  const { pipeline } = client;
  pipeline.removePolicy({ name: redirectPolicyName });
  pipeline.removePolicy({ phase: "Retry" });
  pipeline.addPolicy(retryPolicy([retryWhenThrottled, retryReads()], { maxRetries: 3 }), {
    phase: "Retry",
  });
  pipeline.addPolicy(rateLimitPolicy(options.limiter ?? new RateLimiter(clock)), {
    afterPhase: "Retry",
  });
  pipeline.addPolicy(namingTheRequest, { afterPhase: "Retry" });
  pipeline.addPolicy(withoutOwnAgent, { afterPhase: "Retry" });
  pipeline.addPolicy(sameOriginPolicy(options.endpoint), { afterPhase: "Sign" });
  for (const name of [tracingPolicyName, formDataPolicyName, multipartPolicyName]) {
    pipeline.removePolicy({ name });
  }
  const ofOperations = pipeline.clone();
  pipeline.removePolicy({ phase: "Serialize" });
  pipeline.removePolicy({ phase: "Deserialize" });
  return new PipelineArmClient(client, ofOperations, options);
}

class PipelineArmClient implements ArmClient {
  readonly #endpoint: string;
  readonly #origin: string;
  readonly #logger: Logger;

  constructor(
    private readonly client: ResourceManagementClient,
    /** The same pipeline with the SDK's deserialization, for its own operations. */
    private readonly ofOperations: Pipeline,
    private readonly options: ArmConnectionOptions,
  ) {
    this.#endpoint = options.endpoint;
    this.#origin = new URL(options.endpoint).origin;
    this.#logger = options.logger;
  }

  async send(request: ArmRequest, signal?: AbortSignal): Promise<ArmResponse> {
    const url = this.#endpoint + pathAndQuery(request);
    return this.#request(url, request, signal);
  }

  async follow(url: string, signal?: AbortSignal): Promise<ArmResponse> {
    const absolute = this.#ownAddress(url);
    return this.#request(absolute.href, { method: "GET", path: absolute.pathname }, signal);
  }

  async list(
    request: ArmRequest,
    onPage: (items: readonly JsonValue[]) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const seen = new Set<string>();
    let response = await this.send(request, signal);
    for (;;) {
      if (!isJsonObject(response.body) || !Array.isArray(response.body["value"])) {
        throw unreadable(response, l10n.t("expected an array"));
      }
      onPage(arrayAt(response.body, "value"));
      const next = stringAt(response.body, "nextLink");
      if (next === undefined) {
        return;
      }
      if (seen.has(next) || seen.size >= mostPages) {
        throw unreadable(response, l10n.t("the list has too many pages"));
      }
      seen.add(next);
      response = await this.follow(next, signal);
    }
  }

  async resourceGroupExists(
    subscriptionId: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<boolean> {
    // Uses the same pipeline, so that rate limits and the token cache are shared.
    const ofSubscription = new ResourceManagementClient(this.options.credential, subscriptionId, {
      endpoint: this.#endpoint,
      pipeline: this.ofOperations,
    });
    const request = { method: "HEAD" as const, path: `/subscriptions/${subscriptionId}` };
    try {
      const { body } = await ofSubscription.resourceGroups.checkExistence(
        name,
        signal === undefined ? {} : { abortSignal: signal },
      );
      return body;
    } catch (error) {
      throw this.#failed(error, request, signal);
    }
  }

  async #request(
    url: string,
    about: { readonly method: ArmMethod; readonly path: string } & Partial<ArmRequest>,
    signal: AbortSignal | undefined,
  ): Promise<ArmResponse> {
    const started = Date.now();
    const request: PipelineRequest = createPipelineRequest({
      url,
      method: about.method,
      headers: createHttpHeaders({
        accept: "application/json",
        ...about.headers,
        ...(about.body === undefined ? {} : { "content-type": "application/json" }),
      }),
      timeout: about.method === "GET" || about.method === "HEAD" ? readTimeout : writeTimeout,
      ...(about.body === undefined ? {} : { body: JSON.stringify(about.body) }),
      ...defined({ abortSignal: signal }),
    });
    let response: PipelineResponse;
    try {
      response = await this.client.sendRequest(request);
    } catch (error) {
      const failed = this.#failed(error, about, signal);
      this.#log(about, failed instanceof ArmError ? failed.failure.kind : "cancelled", started);
      throw failed;
    }
    const correlationId = response.headers.get("x-ms-correlation-request-id");
    this.#log(about, String(response.status), started, correlationId);
    return readResponse(response, about);
  }

  #failed(
    error: unknown,
    { method, path }: { readonly method: ArmMethod; readonly path: string },
    signal: AbortSignal | undefined,
  ): Error {
    if (error instanceof ArmError) {
      return error;
    }
    if (signal?.aborted === true) {
      return signal.reason instanceof Error ? signal.reason : new Error("aborted");
    }
    if (isRestError(error)) {
      if (error.response !== undefined) {
        try {
          readResponse(error.response, { method, path });
        } catch (read) {
          if (read instanceof ArmError) {
            return read;
          }
        }
      }
      return new ArmError(
        { kind: "noAnswer", method, path, message: error.message, ...code(error.code) },
        { cause: error },
      );
    }
    if (error instanceof Error && error.name === "AbortError") {
      return new ArmError(
        { kind: "noAnswer", method, path, message: l10n.t("the request timed out") },
        { cause: error },
      );
    }
    // Any other error comes from the credential: without a token, nothing was sent.
    const message = error instanceof Error ? error.message : String(error);
    const why = isSignInNeeded(error) ? "SignInNeeded" : undefined;
    return new ArmError({ kind: "notSent", method, path, message, ...code(why) }, { cause: error });
  }

  /** A URL from Azure, possibly relative; refused where it points to another host. */
  #ownAddress(url: string): URL {
    const absolute = URL.parse(url, this.#endpoint);
    if (absolute?.origin === this.#origin) {
      return absolute;
    }
    throw new ArmError({
      kind: "notSent",
      method: "GET",
      path: absolute?.pathname ?? "",
      code: "OtherHost",
      message: l10n.t(
        "Azure's response points to another host ({0}), so nothing was sent there. Check the configured cloud endpoint.",
        absolute?.host ?? url.slice(0, 100),
      ),
    });
  }

  #log(
    about: { readonly method: string; readonly path: string },
    outcome: string,
    started: number,
    correlationId?: string,
  ): void {
    const took = `${String(Date.now() - started)} ms`;
    this.#logger.debug(
      `${about.method} ${withoutNames(about.path)}: ${outcome}, ${took}${correlationId === undefined ? "" : `, correlation id ${correlationId}`}`,
    );
    this.#logger.trace(`${about.method} ${about.path}: ${outcome}`);
  }
}

/** Compares by name, because this layer doesn't know how sign-in works. */
function isSignInNeeded(error: unknown): boolean {
  return error instanceof Error && error.name === "SignInNeededError";
}

function code(value: string | undefined): Pick<ArmFailure, "code"> {
  return value === undefined ? {} : { code: value };
}

import type { ArmClient } from "../../../src/azure/armClient";
import type { ArmRequest } from "../../../src/azure/armRequest";
import { errorInBody } from "../../../src/azure/errorBody";
import { ArmError } from "../../../src/azure/errors";
import type { JsonObject, JsonValue } from "../../../src/base/json";
import type { ArmResponse } from "../../../src/azure/armResponse";

/** A request as it would have gone out. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: JsonObject;
}

export interface Reply {
  readonly status: number;
  readonly body?: JsonValue;
  readonly headers?: Readonly<Record<string, string>>;
  readonly retryAfterSeconds?: number;
}

/** "lost": the connection breaks before the answer; "silence": no answer until the signal aborts. */
export type Script = (sent: Sent, before: number) => Reply | "lost" | "silence";

/** Azure Resource Manager as a function of the requests; remembers them all. */
export class ScriptedArm implements ArmClient {
  readonly sent: Sent[] = [];

  constructor(private readonly script: Script) {}

  count(method: string, path: string): number {
    return this.sent.filter((one) => one.method === method && one.path === path).length;
  }

  /** "PUT /x" for each write, in order. */
  get writes(): readonly string[] {
    return this.sent
      .filter(({ method }) => method !== "GET" && method !== "HEAD")
      .map(({ method, path }) => `${method} ${path}`);
  }

  async send(request: ArmRequest, signal?: AbortSignal): Promise<ArmResponse> {
    return this.#answer(request, signal);
  }

  async follow(url: string, signal?: AbortSignal): Promise<ArmResponse> {
    return this.#answer({ method: "GET", path: url }, signal);
  }

  async list(
    request: ArmRequest,
    onPage: (items: readonly JsonValue[]) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const { body } = await this.#answer(request, signal);
    onPage(body as readonly JsonValue[]);
  }

  async resourceGroupExists(
    subscriptionId: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const path = `/subscriptions/${subscriptionId}/resourcegroups/${name}`;
    try {
      await this.#answer({ method: "HEAD", path }, signal);
      return true;
    } catch (error) {
      if (error instanceof ArmError && error.failure.status === 404) {
        return false;
      }
      throw error;
    }
  }

  async #answer(
    { method, path, body }: Pick<ArmRequest, "method" | "path" | "body">,
    signal: AbortSignal | undefined,
  ): Promise<ArmResponse> {
    signal?.throwIfAborted();
    const sent = { method, path, ...(body === undefined ? {} : { body }) };
    const before = this.count(method, path);
    this.sent.push(sent);
    const reply = this.script(sent, before);
    if (reply === "silence") {
      return untilAborted(signal);
    }
    if (reply === "lost") {
      throw new ArmError({ kind: "noAnswer", method, path, message: "socket hang up" });
    }
    const { status, headers = {}, retryAfterSeconds } = reply;
    if (status >= 400) {
      const error = errorInBody(reply.body);
      throw new ArmError({
        kind: "refused",
        method,
        path,
        status,
        message: error?.message ?? `status ${String(status)}`,
        ...(error?.code === undefined ? {} : { code: error.code }),
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      });
    }
    return {
      status,
      headers,
      body: reply.body,
      correlationId: undefined,
      retryAfterSeconds,
      request: { method, path },
    };
  }
}

export function refusal(status: number, code: string, message = code): Reply {
  return { status, body: { error: { code, message } } };
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    });
  });
}

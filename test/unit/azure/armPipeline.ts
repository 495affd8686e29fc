import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/core-auth";
import { afterAll, beforeAll, vi } from "vitest";
import { connectToArm, type ArmClient } from "../../../src/azure/armClient";
import { ArmError, type ArmFailure } from "../../../src/azure/errors";
import type { ArmMethod, ArmRequest } from "../../../src/azure/armRequest";
import type { JsonObject } from "../../../src/base/json";
import { startArmServer, type ArmServer } from "./armServer";
import { FakeClock } from "../base/fakeClock";

/** Hands out numbered tokens. */
export class CountingCredential implements TokenCredential {
  readonly asked: (GetTokenOptions | undefined)[] = [];
  /** How long each token lives. */
  lifetime = 3_600_000;
  /** How long after it was given each may be asked for anew. */
  renewableAfter: number | undefined;
  /** Whether nobody is signed in any more. */
  isSignedOut = false;

  async getToken(_scopes: string | string[], options?: GetTokenOptions): Promise<AccessToken> {
    this.asked.push(options);
    if (this.isSignedOut) {
      throw new Error("Sign in first.");
    }
    return {
      token: `token-${String(this.asked.length)}`,
      expiresOnTimestamp: Date.now() + this.lifetime,
      ...(this.renewableAfter === undefined
        ? {}
        : { refreshAfterTimestamp: Date.now() + this.renewableAfter }),
    };
  }
}

export interface Pipeline {
  readonly server: ArmServer;
  readonly logged: readonly string[];
  readonly clock: FakeClock;
  readonly credential: CountingCredential;
  readonly arm: ArmClient;
}

/** The real pipeline, before a server that both tests of a file and it can see. */
export function usePipeline(): { readonly server: () => ArmServer; connect(): Pipeline } {
  const started: ArmServer[] = [];
  beforeAll(async () => {
    // Node takes further authorities only when it starts.
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    vi.stubEnv("NODE_NO_WARNINGS", "1");
    started.push(await startArmServer());
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await Promise.all(started.map((server) => server.close()));
  });
  const server = (): ArmServer => {
    const [first] = started;
    if (first === undefined) {
      throw new Error("The server has not started.");
    }
    return first;
  };
  return {
    server,
    connect: () => {
      const logged: string[] = [];
      const log = (message: string): void => {
        logged.push(message);
      };
      const clock = new FakeClock();
      const credential = new CountingCredential();
      const arm = connectToArm({
        endpoint: server().url,
        scope: `${server().url}/.default`,
        credential,
        clock,
        logger: { trace: () => undefined, debug: log, info: log, warn: log, error: log },
        userAgentPrefix: "azure-deleted-resources/test",
      });
      return { server: server(), logged, clock, credential, arm };
    },
  };
}

export function request(method: ArmMethod = "GET", body?: JsonObject): ArmRequest {
  return {
    method,
    path: "/subscriptions/secret-subscription/providers/Microsoft.KeyVault/deletedVaults",
    apiVersion: "2026-02-01",
    ...(body === undefined ? {} : { body }),
  };
}

/** The failure that a request ends with. */
export async function failureOf(attempt: Promise<unknown>): Promise<ArmFailure> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof ArmError) {
      return error.failure;
    }
    throw error;
  }
  throw new Error("It succeeded.");
}

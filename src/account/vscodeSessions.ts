import { defined } from "../base/defined";
import {
  getConfiguredAuthProviderId,
  getSessionFromVSCode,
} from "@microsoft/vscode-azext-azureauth";
import * as vscode from "vscode";
import { toWwwAuthenticate } from "./claimsChallenge";
import { configuredCloud, onDidChangeConfiguredCloud } from "./configuredCloud";
import type { Session, SessionRequest, Sessions } from "./sessions";

/**
 * VS Code's authentication through azureauth's functions: the provider, the scopes and the way a
 * tenant is asked for are then those of every Azure extension.
 *
 * Not through its `VSCodeAzureSubscriptionProvider` (5.1.1): `getSubscriptions` reads the home
 * tenant again beside every tenant asked for, so that a broken home tenant breaks them all; its
 * lists follow a `nextLink` to any host with the token; it logs account names above trace level;
 * and its constructor rejects unhandled when the custom cloud is not configured.
 */
export function createVscodeSessions(): Sessions {
  return {
    cloud: configuredCloud,
    accounts: async () => vscode.authentication.getAccounts(getConfiguredAuthProviderId()),
    silently: (request) => getSession(request, { silent: true }),
    interactively: (request) => interactively(request),
    onDidChangeSessions: (listener) =>
      vscode.authentication.onDidChangeSessions((event) => {
        if (event.provider.id === providerId()) {
          listener();
        }
      }),
    onDidChangeCloud: onDidChangeConfiguredCloud,
  };
}

async function interactively(request: SessionRequest): Promise<Session | undefined> {
  try {
    return await getSession(request, {
      createIfNone: true,
      // Without it VS Code reuses the last choice, and no other account could ever be added.
      clearSessionPreference: request.account === undefined,
    });
  } catch (error) {
    if (isRefusal(error)) {
      return undefined;
    }
    throw error;
  }
}

async function getSession(
  request: SessionRequest,
  options: vscode.AuthenticationGetSessionOptions,
): Promise<Session | undefined> {
  const scopes = [...request.scopes];
  return getSessionFromVSCode(
    request.claims === undefined
      ? scopes
      : { wwwAuthenticate: toWwwAuthenticate(request.claims), fallbackScopes: scopes },
    request.tenantId,
    { ...options, ...defined({ account: request.account }) },
  );
}

/**
 * A declined sign-in arrives as a serialized Error, so only its message is left ("User did not
 * consent to login.", "Canceled"; mainThreadAuthentication.ts).
 */
function isRefusal(error: unknown): boolean {
  if (error instanceof vscode.CancellationError) {
    return true;
  }
  return error instanceof Error && /\bdid not consent\b|\bcancell?ed\b/i.test(error.message);
}

function providerId(): string | undefined {
  try {
    return getConfiguredAuthProviderId();
  } catch {
    return undefined;
  }
}

import * as l10n from "@vscode/l10n";
import type { Cloud } from "./account";

/** What azureauth's `getConfiguredAzureEnv` says of a cloud, as far as it matters here. */
export interface CloudSettings {
  readonly name: string;
  readonly isCustomCloud: boolean;
  readonly resourceManagerEndpointUrl: string;
  readonly managementEndpointUrl: string;
  readonly activeDirectoryEndpointUrl: string;
  readonly portalUrl: string;
}

/** Where a setting has a value, as `WorkspaceConfiguration.inspect` tells. */
export interface SettingSources {
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/**
 * Throws an Error with a sentence when the cloud is a custom one and any of the settings that make
 * it has a value in the workspace: a file that came with a repository would say where the person's
 * tokens go. Even one value counts, as VS Code merges the parts of an object from all its sources.
 */
export function refuseCloudOfWorkspace(
  environment: unknown,
  settings: Readonly<Record<string, SettingSources | undefined>>,
): void {
  const names = Object.keys(settings).filter((name) => isSetByWorkspace(settings[name]));
  if (environment === "custom" && names.length > 0) {
    throw new Error(
      l10n.t(
        "A custom Azure cloud can be set only in your user settings. Move {0} there from the workspace settings.",
        names.join(", "),
      ),
    );
  }
}

function isSetByWorkspace(sources: SettingSources | undefined): boolean {
  return sources?.workspaceValue !== undefined || sources?.workspaceFolderValue !== undefined;
}

/** The cloud, with what only credentials need to know about it. */
export interface CloudDetails extends Cloud {
  /** The token authority, without a trailing slash. */
  readonly authorityHost: string;
  /** Whether the person described it in `microsoft-sovereign-cloud.customEnvironment`. */
  readonly isCustom: boolean;
}

/**
 * Maps azureauth's environment, whose addresses end in a slash or not as they please
 * (`@azure/ms-rest-azure-env` 2.0.0: public Resource Manager has one, the others have none).
 * The scope is built as azureauth's `getSessionFromVSCode` builds its default, so that both ask
 * for the same token.
 *
 * Throws an Error with a sentence when the Resource Manager address is not an https one: a token
 * goes there.
 */
export function toCloud(settings: CloudSettings): CloudDetails {
  const armEndpoint = withoutTrailingSlashes(settings.resourceManagerEndpointUrl);
  if (!isHttps(armEndpoint)) {
    throw new Error(
      l10n.t(
        "The Resource Manager endpoint {0} of the cloud {1} isn't an HTTPS address.",
        settings.resourceManagerEndpointUrl,
        settings.name,
      ),
    );
  }
  return {
    name: settings.name,
    isPublic: settings.name === "AzureCloud" && !settings.isCustomCloud,
    armEndpoint,
    scope: `${withoutTrailingSlashes(settings.managementEndpointUrl)}/.default`,
    portalUrl: withoutTrailingSlashes(settings.portalUrl),
    authorityHost: withoutTrailingSlashes(settings.activeDirectoryEndpointUrl),
    isCustom: settings.isCustomCloud,
  };
}

function withoutTrailingSlashes(address: string): string {
  let end = address.length;
  while (end > 0 && address[end - 1] === "/") {
    end--;
  }
  return address.slice(0, end);
}

function isHttps(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === "https:";
}

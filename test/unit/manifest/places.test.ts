import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Manifest {
  readonly main?: string;
  readonly browser?: string;
  readonly extensionKind: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: boolean | "limited";
      readonly description?: string;
      readonly restrictedConfigurations?: readonly string[];
    };
    readonly virtualWorkspaces: unknown;
  };
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly scope?: string }>>;
    };
  };
}

const root = new URL("../../../", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as Manifest;
const { properties } = manifest.contributes.configuration;

/** Where the files of the source say this. */
function sourcesWith(pattern: RegExp): readonly string[] {
  const files = readdirSync(new URL("src/", root), { recursive: true, encoding: "utf8" });
  return files
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts"))
    .filter((file) => pattern.test(readFileSync(new URL(`src/${file}`, root), "utf8")))
    .sort();
}

describe("in a remote window (SSH, WSL, container, Codespaces, code-server)", () => {
  // The command lines that people are signed in with, the environment of a service principal, the
  // managed identity of the machine, the terminal and the templates are all where the workspace is.
  // code.visualstudio.com/api/advanced-topics/extension-host#preferred-extension-location
  it("the extension runs where the workspace is, and here only where it is not installed there", () => {
    expect(manifest.extensionKind).toEqual(["workspace", "ui"]);
  });

  it("it needs a Node there: command lines and files of its own are nothing for a browser", () => {
    expect(manifest.main).toBeDefined();
    expect(manifest.browser).toBeUndefined();
  });

  it("what it keeps is on that machine, below its global storage", () => {
    // Of these, Node's own files, only folders that the composition root has named are written.
    const onDisk = sourcesWith(/from "node:fs(\/promises)?"/);
    expect(onDisk).toEqual([
      "base/fileLock.ts",
      "base/replaceFile.ts",
      "base/watchFolder.ts",
      "features/expiry/shownNotices.ts",
      "inventory/keptInventory.ts",
      "operations/batch/batchStore.ts",
      "operations/operationStore.ts",
    ]);
    expect(sourcesWith(/\.fsPath\b/)).toEqual(["composition/product.ts"]);
    expect(sourcesWith(/globalStorageUri/)).toEqual(["composition/product.ts"]);
  });
});

describe("in a folder that is not trusted", () => {
  const { untrustedWorkspaces } = manifest.capabilities;

  it("the extension works, and says that it takes no settings from there", () => {
    expect(untrustedWorkspaces.supported).toBe("limited");
    expect(untrustedWorkspaces.description).toBe("%capability.untrustedWorkspaces%");
  });

  it("no setting comes from the folder: it could hide services, or that time runs out", () => {
    const ofFolders = Object.entries(properties)
      .filter(([, { scope }]) => scope !== "machine" && scope !== "application")
      .map(([name]) => name);
    expect([...(untrustedWorkspaces.restrictedConfigurations ?? [])].sort()).toEqual(
      ofFolders.sort(),
    );
  });

  it("nor does any folder, trusted or not, decide who signs in", () => {
    expect(properties["azureDeletedResources.credential"]?.scope).toBe("machine");
  });
});

describe("in a virtual workspace", () => {
  it("the extension works: files of a workspace are read through VS Code only", () => {
    expect(manifest.capabilities.virtualWorkspaces).toBe(true);
    const reading = sourcesWith(/workspace\.fs\.(readFile|readDirectory)/);
    expect(reading).toEqual(["features/fileChecks/workspaceFiles.ts"]);
    // No one below looks for files on this machine's disk.
    const elsewhere = sourcesWith(/"node:fs|"fs"|\.fsPath\b|workspace\.rootPath/);
    expect(
      elsewhere.filter((file) => /^(ui|commands|features\/fileChecks|templates)\//.test(file)),
    ).toEqual([]);
  });
});

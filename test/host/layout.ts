import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The Node that VS Code's server runs on, from npm's `node-linux-<arch>`. */
export const NODE_VERSION = "24.21.0";

/** npm's `code-server`, which carries VS Code's own server; 4.139.1 is VS Code 1.139.1. */
export const CODE_SERVER_VERSION = "4.139.1";

/** The repository's top folder. */
export const repositoryRoot = fileURLToPath(new URL("../../", import.meta.url));

/** The fixture extension that signs people in to the simulated Azure. */
export const demoAuthFolder = fileURLToPath(new URL("./fixtures/demo-auth", import.meta.url));

/** An extension that calls language-model tools, as any other can. */
export const toolCallerFolder = fileURLToPath(new URL("./fixtures/tool-caller", import.meta.url));

/** An extension with a workspace that is on no disk: "memory:/shop". */
export const memoryFilesFolder = fileURLToPath(new URL("./fixtures/memory-files", import.meta.url));

/** Holds the stand-in for the Azure CLI; comes first on the PATH of an extension host. */
export const fixtureProgramsFolder = fileURLToPath(new URL("./fixtures/bin", import.meta.url));

/** Loaded into an extension host to note whom it connects to. */
export const recordHostsScript = fileURLToPath(new URL("./recordHosts.cjs", import.meta.url));

/** What @vscode/test-electron starts in place of a desktop VS Code. */
export const codeExecutable = fileURLToPath(new URL("./code.mjs", import.meta.url));

/** Where the installed host's parts are. */
export interface HostLayout {
  /** Holds everything that is downloaded for tests. */
  readonly cacheFolder: string;
  readonly nodePrefix: string;
  readonly nodePackage: string;
  readonly node: string;
  readonly codePrefix: string;
  readonly vscodeFolder: string;
  readonly serverMain: string;
}

/** The paths of a host installed below a cache folder; nothing is looked up on disk. */
export function hostLayout(cacheFolder = join(repositoryRoot, ".vscode-test")): HostLayout {
  const nodePrefix = join(cacheFolder, `node-${NODE_VERSION}`);
  const nodePackage = join(nodePrefix, "node_modules", `node-linux-${process.arch}`);
  const codePrefix = join(cacheFolder, `code-server-${CODE_SERVER_VERSION}`);
  const vscodeFolder = join(codePrefix, "node_modules", "code-server", "lib", "vscode");
  return {
    cacheFolder,
    nodePrefix,
    nodePackage,
    node: join(nodePackage, "bin", "node"),
    codePrefix,
    vscodeFolder,
    serverMain: join(vscodeFolder, "out", "server-main.js"),
  };
}

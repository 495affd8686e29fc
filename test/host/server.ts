import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { HostError, tail } from "./commands";
import { copyExtension, installVsix } from "./extensions";
import { recordHostsScript, type HostLayout } from "./layout";
import { machineSettingsFile, userSettingsFile, writeSettings, type Settings } from "./settings";

/** What a server is started with. */
export interface ServerOptions {
  readonly layout: HostLayout;
  /** Holds the server's state and its extensions; made when it does not exist. */
  readonly dataDir: string;
  readonly settings: Settings;
  /** Added to this process's environment; the extension host sees all of it. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Folders of extensions to install before the start. */
  readonly extensions?: readonly string[] | undefined;
  /** A packaged extension to install before the start. */
  readonly vsix?: string | undefined;
  /**
   * Lets the page's address name an extension under development and its tests. VS Code then shows
   * no notifications, so a window that a person looks at goes without.
   */
  readonly developmentMode?: boolean | undefined;
  /** Whether folders have to be trusted first; they are all trusted when left out. */
  readonly workspaceTrust?: boolean | undefined;
  /** The person's own settings, where those of the application and of the window are. */
  readonly userSettings?: Settings | undefined;
  /** 0, the default, takes any free port. */
  readonly port?: number | undefined;
}

/** A running VS Code server. */
export interface HostServer {
  /** `http://127.0.0.1:port`; the address must be this one, the payload's paths name it. */
  readonly url: string;
  /** `127.0.0.1:port`, the authority of every `vscode-remote:` address. */
  readonly authority: string;
  /** Of the server and every process it started. */
  readonly processGroup: number;
  /** What the server printed so far. */
  log(): string;
  /** Settles when the server has ended, wanted or not. */
  readonly ended: Promise<void>;
  /** Ends the server and every process it started. */
  close(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;

/** The server's own state folder below a data folder. */
export function serverDataDir(dataDir: string): string {
  return join(dataDir, "server");
}

/**
 * Ends the server's whole process group when this process's end of the pipe closes, so that even
 * a `kill -9` of the test leaves nothing behind.
 */
const GUARD = `
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => {});
  process.on("SIGHUP", () => {});
  process.stdin.resume();
  process.stdin.on("close", () => process.kill(-process.pid, "SIGKILL"));
  const { spawn } = require("node:child_process");
  const child = spawn(process.execPath, process.argv.slice(1), { stdio: ["ignore", 1, 2] });
  child.on("exit", () => process.kill(-process.pid, "SIGKILL"));
`;

function groupExists(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) {
    return;
  }
  try {
    // The guard ignores this; the server and the extension host save what they hold.
    process.kill(-pid, "SIGTERM");
  } catch {
    return;
  }
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (groupExists(pid) && Date.now() < deadline) {
    await delay(50);
  }
  if (groupExists(pid)) {
    process.kill(-pid, "SIGKILL");
  }
}

function listening(child: ChildProcess, log: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer);
      reject(new HostError(`VS Code's server ${why}:\n${tail(log())}`));
    };
    const timer = setTimeout(
      () => fail(`did not answer within ${START_TIMEOUT_MS / 1000} seconds`),
      START_TIMEOUT_MS,
    );
    child.once("error", (error) => fail(`did not start (${error.message})`));
    child.once("exit", (code) => fail(`ended with ${code ?? "a signal"} before it answered`));
    child.stdout?.on("data", () => {
      const port = /agent listening on (\d+)/.exec(log())?.[1];
      if (port !== undefined) {
        clearTimeout(timer);
        resolve(Number(port));
      }
    });
  });
}

/**
 * Has the extension hosts note whom they connect to, where a run asks for that: VS Code starts them
 * with the server's own Node arguments, and takes NODE_OPTIONS from them.
 */
function nodeArguments(): readonly string[] {
  return process.env["RECORDED_HOSTS"] === undefined ? [] : [`--require=${recordHostsScript}`];
}

/** Starts VS Code's server on the loopback address and waits until it answers. */
export async function startServer(options: ServerOptions): Promise<HostServer> {
  const { layout } = options;
  const dataDir = serverDataDir(options.dataDir);
  const extensionsDir = join(options.dataDir, "extensions");
  const folders = ["--server-data-dir", dataDir, "--extensions-dir", extensionsDir];

  await writeSettings(machineSettingsFile(dataDir), options.settings);
  if (options.userSettings !== undefined) {
    await writeSettings(userSettingsFile(dataDir), options.userSettings);
  }
  for (const source of options.extensions ?? []) {
    await copyExtension(source, extensionsDir);
  }
  if (options.vsix !== undefined) {
    await installVsix(layout, options.vsix, folders);
  }

  const args = [
    ...nodeArguments(),
    layout.serverMain,
    ...["--host", "127.0.0.1", "--port", String(options.port ?? 0)],
    ...folders,
    "--without-connection-token",
    "--accept-server-license-terms",
    ...(options.developmentMode === true ? ["--enable-smoke-test-driver"] : []),
    // A login shell's environment would replace this one, and with it PATH.
    "--force-disable-user-env",
    "--disable-telemetry",
    ...(options.workspaceTrust === true ? [] : ["--disable-workspace-trust"]),
  ];
  // Its sockets outlive it otherwise. Apart from the data folder, whose path may be too long for a
  // socket's.
  const temporary = await mkdtemp(join(tmpdir(), "vscode-tmp-"));
  const child = spawn(layout.node, ["--eval", GUARD, "--", ...args], {
    detached: true,
    env: {
      ...process.env,
      ...{ TMPDIR: temporary, XDG_RUNTIME_DIR: temporary },
      ...options.env,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));

  const close = async () => {
    await stop(child);
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const authority = `127.0.0.1:${await listening(child, () => output)}`;
    if (child.pid === undefined) {
      throw new HostError("VS Code's server has no process.");
    }
    return {
      url: `http://${authority}`,
      authority,
      processGroup: child.pid,
      log: () => output,
      ended: new Promise((resolve) => child.once("close", () => resolve())),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "../../host/layout";

/** Where simulated Azure and its sign-in are: the only hosts that there is a reason to speak to. */
const azure = new Set(["tcp localhost", "tcp 127.0.0.1", "tcp ::1"]);

/**
 * What VS Code's built-in Copilot extension asks as it starts, in a window without this extension
 * too; seen by opening one. The build that is tested has no telemetry that could use the second.
 */
const builtIn = new Set(["tcp default.exp-tas.com", "tcp mobile.events.data.microsoft.com"]);

const file = join(repositoryRoot, "out", "e2e", "hosts.txt");

/** Whom the extension hosts of the run have connected to so far, as in "tcp localhost". */
export async function contacted(): Promise<readonly string[]> {
  const lines = (await readFile(file, "utf8").catch(() => "")).split("\n");
  return [...new Set(lines)].filter((line) => line !== "" && line !== "started");
}

/**
 * Before all end-to-end tests: has every extension host of the run note whom it connects to.
 * `startServer` sees the variable.
 */
export async function setup(): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true });
  await rm(file, { force: true });
  process.env["RECORDED_HOSTS"] = file;
}

/**
 * After all of them: in the whole run nobody but the simulated Azure was spoken to.
 * @throws Error naming the others, which fails the run.
 */
export async function teardown(): Promise<void> {
  const lines = (await readFile(file, "utf8").catch(() => "")).split("\n").filter(Boolean);
  const hosts = lines.filter((line) => line !== "started");
  if (!hosts.some((host) => azure.has(host))) {
    throw new Error("No extension host noted whom it connects to; the recording does not work.");
  }
  const others = [...new Set(hosts)].filter((host) => !azure.has(host) && !builtIn.has(host));
  if (others.length > 0) {
    throw new Error(`Hosts other than the simulated Azure were contacted: ${others.join(", ")}`);
  }
  console.log(
    `${lines.length - hosts.length} extension hosts connected to nobody but the simulated Azure and, for VS Code's own, ${[...builtIn].join(", ")}.`,
  );
}

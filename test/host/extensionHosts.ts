import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { HostError } from "./commands";
import type { HostServer } from "./server";

/**
 * Ends a server's extension hosts as a crash would: at once, with no chance to write anything down.
 * Answers when the processes are gone.
 */
export async function killExtensionHosts({ processGroup }: HostServer): Promise<void> {
  const hosts = (await extensionHosts(processGroup)).map(Number);
  if (hosts.length === 0) {
    throw new HostError("The server has no extension host.");
  }
  for (const pid of hosts) {
    process.kill(pid, "SIGKILL");
  }
}

/** Process ids, from Linux's list of processes: the host runs on nothing else. */
async function extensionHosts(processGroup: number): Promise<readonly string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const isHost = await Promise.all(
    pids.map(async (pid) => {
      try {
        const [stat, commandLine] = await Promise.all([
          readFile(join("/proc", pid, "stat"), "utf8"),
          readFile(join("/proc", pid, "cmdline"), "utf8"),
        ]);
        // "pid (name) state parent group ..."; the name may hold blanks and brackets.
        const group = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2];
        return Number(group) === processGroup && commandLine.includes("--type=extensionHost");
      } catch {
        // It has ended meanwhile.
        return false;
      }
    }),
  );
  return pids.filter((_, index) => isHost[index]);
}

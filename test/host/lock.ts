import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { HostError } from "./commands";

const POLL_MS = 500;
const OWNER_GRACE_MS = 5_000;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user exists although it may not be signalled.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A lock is stale when the process that took it is gone, or died before it wrote its name. */
async function isStale(folder: string): Promise<boolean> {
  const owner = await readFile(join(folder, "pid"), "utf8").catch(() => undefined);
  if (owner !== undefined && owner !== "") {
    return !isAlive(Number(owner));
  }
  const made = await stat(folder).catch(() => undefined);
  return made !== undefined && Date.now() - made.mtimeMs > OWNER_GRACE_MS;
}

async function tryTake(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      return false;
    }
    throw error;
  }
  await writeFile(join(folder, "pid"), String(process.pid));
  return true;
}

/**
 * Runs `work` while no other process on this machine does so under the same lock folder.
 * Waits for a living owner, takes over from a dead one.
 */
export async function withLock<T>(
  folder: string,
  work: () => Promise<T>,
  onWait: () => void = () => undefined,
  timeoutMs = 10 * 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let told = false;
  while (!(await tryTake(folder))) {
    if (await isStale(folder)) {
      await rm(folder, { recursive: true, force: true });
      continue;
    }
    if (Date.now() > deadline) {
      throw new HostError(`Another process has held ${folder} for too long; remove that folder.`);
    }
    if (!told) {
      told = true;
      onWait();
    }
    await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

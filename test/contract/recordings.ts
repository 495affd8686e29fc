import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { JsonObject } from "../../src/base/json";

/** An answer of Azure that a client of its own recorded, with where it is published. */
interface Recorded {
  readonly source: string;
  readonly file: string;
}

/** A list of deleted resources, or one page of it. */
export interface RecordedList extends Recorded {
  readonly uri: string;
  readonly items: readonly JsonObject[];
}

/** An answer that is an error, or has one in it. */
export interface RecordedError extends Recorded {
  readonly method: string;
  readonly uri: string;
  readonly status: number;
  readonly body: string | null;
}

/**
 * Where the recordings are; undefined, and said so, where they are not. On a build machine that has
 * them nothing may be left out.
 */
export function findRecordings(): string | undefined {
  const folder = resolve(process.env["AZURE_RECORDINGS_DIR"] ?? "../shared/recordings");
  if (existsSync(join(folder, "errors.json"))) {
    return folder;
  }
  if (process.env["CI"] !== undefined && existsSync(folder)) {
    throw new Error(`${folder} has no recordings in it.`);
  }
  console.warn(
    `Skipped: no recordings of Azure at ${folder}; AZURE_RECORDINGS_DIR names the folder.`,
  );
  return undefined;
}

/** What a file of recordings holds; its entries are written by the project that has the folder. */
export function recordingsIn(folder: string, name: string): readonly unknown[] {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as readonly unknown[];
}

/** The services that there are recordings of, as in "list.keyVault.json". */
export function recordedServices(folder: string, kind: string): readonly string[] {
  return readdirSync(folder).flatMap(
    (name) => new RegExp(`^${kind}\\.(\\w+)\\.json$`).exec(name)?.[1] ?? [],
  );
}

/** A recovery, purge or deletion, its answer, and the polls that followed. */
export interface RecordedAction extends Recorded {
  readonly kind: string;
  readonly request: { readonly method: string; readonly uri: string; readonly body: string | null };
  readonly response: RecordedAnswer;
  readonly polls: readonly (RecordedAnswer & { readonly uri: string })[];
}

interface RecordedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | null;
}

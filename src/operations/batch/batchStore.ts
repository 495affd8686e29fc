import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { arrayAt, isJsonObject, stringAt, type JsonObject, type JsonValue } from "../../base/json";
import type { Logger } from "../../base/logger";
import { endsOf, type BatchHeader, type BatchRecord, type JournalLine } from "./batch";
import { acquireLock, type FileLock } from "../../base/fileLock";
import type { Disposable } from "../../base/listeners";
import { watchFolder } from "../../base/watchFolder";
import { replaceFile } from "../../base/replaceFile";
import { idsOf, isMissing, keptFor } from "../operationStore";
import type { Plan } from "../../services/plan";

export interface StoredBatch {
  readonly header: BatchHeader;
  readonly journal: readonly JournalLine[];
}

/**
 * Batches on disk, three files each: plans and header, written once, and a journal that gets a line
 * for each ended item. No file is rewritten, however large the batch.
 */
export class BatchStore {
  readonly #known = new Map<string, { readonly size: number; readonly stored: StoredBatch }>();

  constructor(
    private readonly folder: string,
    private readonly logger: Logger,
  ) {}

  /** @throws when the disk refuses; then nothing may be sent. */
  async create(header: BatchHeader, plans: readonly Plan[]): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await replaceFile(this.#plans(header.id), JSON.stringify(plans));
    await writeFile(this.#journal(header.id), "", { mode: 0o600 });
    await replaceFile(this.#header(header.id), JSON.stringify(header));
  }

  /** @throws when the disk refuses; then the operations' own files must stay. */
  async append(id: string, lines: readonly JournalLine[]): Promise<void> {
    // A line break first, so that a line truncated by a crash doesn't swallow this one.
    const text = lines.map((line) => `\n${JSON.stringify(line)}`).join("");
    await appendFile(this.#journal(id), text, { mode: 0o600 });
  }

  /** All readable batches, oldest first. */
  async load(): Promise<readonly StoredBatch[]> {
    const found: StoredBatch[] = [];
    for (const name of await this.#names()) {
      const stored = await this.#read(name.slice(0, -headerEnding.length));
      if (stored === undefined) {
        continue;
      }
      const endedAt = endOf(stored);
      if (endedAt !== undefined && Date.now() - endedAt > keptFor) {
        await this.remove(stored.header.id);
      } else {
        found.push(stored);
      }
    }
    return found.sort((left, right) => left.header.startedAt - right.header.startedAt);
  }

  /** One batch as it is on disk now; undefined where missing or unreadable. */
  async find(id: string): Promise<StoredBatch | undefined> {
    return this.#read(id);
  }

  /** @throws where they cannot be read. */
  async plans(id: string): Promise<readonly Plan[]> {
    const value = JSON.parse(await readFile(this.#plans(id), "utf8")) as JsonValue;
    if (!Array.isArray(value) || !value.every(isPlan)) {
      throw new Error("The plans of a batch are not of this version.");
    }
    return value;
  }

  /** All items of a batch. @throws where the plans can't be read. */
  async record(id: string): Promise<BatchRecord> {
    const [plans, stored] = await Promise.all([this.plans(id), this.find(id)]);
    return { plans, ends: endsOf(stored?.journal ?? []) };
  }

  /** Removes its files; missing files are ignored. */
  async remove(id: string): Promise<void> {
    for (const file of [this.#header(id), this.#plans(id), this.#journal(id)]) {
      await rm(file, { force: true });
    }
    this.#known.delete(id);
  }

  /** The lock on a batch; undefined while another window holds it. */
  claim(id: string): Promise<FileLock | undefined> {
    return acquireLock(join(this.folder, "claims"), id);
  }

  /**
   * Reports which batches' journals change, in any window.
   *
   * @param onChange gets ids; undefined where any may have changed.
   */
  watch(onChange: (ids: readonly string[] | undefined) => void): Disposable {
    return watchFolder(
      this.folder,
      (names) => {
        onChange(names && idsOf(names, journalEnding));
      },
      this.logger,
    );
  }

  async #names(): Promise<readonly string[]> {
    try {
      return (await readdir(this.folder)).filter((name) => name.endsWith(headerEnding));
    } catch {
      return [];
    }
  }

  async #read(id: string): Promise<StoredBatch | undefined> {
    try {
      const { size } = await stat(this.#journal(id));
      const known = this.#known.get(id);
      if (known?.size === size) {
        return known.stored;
      }
      const header = JSON.parse(await readFile(this.#header(id), "utf8")) as JsonValue;
      // The id becomes a file name, so a mismatch could lead to another path.
      if (isHeader(header) && header.id === id) {
        const text = await readFile(this.#journal(id), "utf8");
        const stored = { header, journal: text.split("\n").flatMap(lineOf) };
        this.#known.set(id, { size, stored });
        return stored;
      }
      this.logger.warn("A stored batch is not of this version and is left alone.");
    } catch (error) {
      if (isMissing(error)) {
        return undefined;
      }
      this.logger.warn("A stored batch could not be read and is left alone.");
      this.logger.trace(String(error));
    }
    return undefined;
  }

  #header(id: string): string {
    return join(this.folder, `${id}${headerEnding}`);
  }

  #plans(id: string): string {
    return join(this.folder, `${id}.plans.json`);
  }

  #journal(id: string): string {
    return join(this.folder, `${id}${journalEnding}`);
  }
}

const headerEnding = ".batch.json";
const journalEnding = ".jsonl";

export function endOf({ journal }: StoredBatch): number | undefined {
  return journal.flatMap((line) => ("endedAt" in line ? [line.endedAt] : [])).at(-1);
}

/** A truncated or malformed line is ignored; its item's state is determined again. */
function lineOf(text: string): readonly JournalLine[] {
  let line: JsonValue;
  try {
    line = JSON.parse(text) as JsonValue;
  } catch {
    return [];
  }
  if (!isJsonObject(line)) {
    return [];
  }
  const now = withNewNames(line);
  return isItemEnd(now) || typeof now["endedAt"] === "number" || typeof now["stopped"] === "string"
    ? [now as unknown as JournalLine]
    : [];
}

/** Earlier versions wrote other names for an item's index and for the reason of a stop. */
function withNewNames({ member, rest, ...line }: JsonObject): JsonObject {
  return {
    ...(member === undefined ? {} : { item: member }),
    ...(rest === undefined ? {} : { stopReason: rest }),
    ...line,
  };
}

function isItemEnd({ item, outcome, doubts = [], ...said }: JsonObject): boolean {
  const { name, noun, reason, note, code } = said;
  return (
    typeof item === "number" &&
    typeof outcome === "string" &&
    ["succeeded", "failed", "uncertain", "notSent"].includes(outcome) &&
    Array.isArray(doubts) &&
    doubts.every(isDoubt) &&
    [name, noun, reason, note, code].every((one) => one === undefined || typeof one === "string")
  );
}

function isDoubt(value: JsonValue): boolean {
  return (
    isJsonObject(value) &&
    typeof value["step"] === "number" &&
    typeof value["accepted"] === "boolean"
  );
}

function isHeader(value: JsonValue): value is JsonValue & BatchHeader {
  return (
    isJsonObject(value) &&
    value["schema"] === 1 &&
    stringAt(value, "id") !== undefined &&
    stringAt(value, "action") !== undefined &&
    typeof value["startedAt"] === "number" &&
    typeof value["total"] === "number"
  );
}

function isPlan(value: JsonValue): value is JsonValue & Plan {
  return (
    stringAt(value, "subject", "deletion") !== undefined &&
    stringAt(value, "action") !== undefined &&
    arrayAt(value, "steps").length > 0
  );
}

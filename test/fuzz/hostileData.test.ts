import * as fc from "fast-check";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as parsers from "./parsers";
import { Random } from "./random";
import { readMutated } from "./resources";
import * as storage from "./storage";

/** How many times as many cases are tried. */
const factor = Number(process.env["FUZZ_FACTOR"] ?? 1);

interface Target {
  /** Of what the cases are. */
  readonly name: string;
  readonly cases: number;
  /** Tries one case; throws where it does what it must not. */
  readonly attempt: (random: Random, folder: string) => void | Promise<void>;
}

const targets: readonly Target[] = [
  {
    name: "items of lists, through the services and their plans",
    cases: 60_000,
    attempt: readMutated,
  },
  { name: "error bodies, put into a sentence", cases: 6000, attempt: parsers.errors },
  { name: "messages with JSON and stacks in them", cases: 6000, attempt: parsers.messages },
  { name: "resource ids", cases: 6000, attempt: parsers.ids },
  { name: "instants", cases: 4000, attempt: parsers.instants },
  { name: "events of the Activity Log", cases: 6000, attempt: parsers.events },
  { name: "providers", cases: 3000, attempt: parsers.providers },
  { name: "permissions and locks", cases: 4000, attempt: parsers.rights },
  { name: "answers of long-running operations", cases: 4000, attempt: parsers.progress },
  { name: "pages of Resource Graph", cases: 2000, attempt: parsers.graph },
  { name: "messages of the Confirm Purge page", cases: 4000, attempt: parsers.pageMessages },
  { name: "settings", cases: 2000, attempt: parsers.settings },
  { name: "tokens and claims", cases: 2000, attempt: parsers.tokens },
  { name: "files of operations", cases: 1500, attempt: storage.operationFiles },
  { name: "files of operations, taken up by a window", cases: 500, attempt: storage.takenUp },
  { name: "files of batches", cases: 1000, attempt: storage.batchFiles },
];

describe("data as nobody should send it", () => {
  let folder = "";
  let tried = 0;

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    folder = await mkdtemp(join(tmpdir(), "fuzz-"));
  });

  afterAll(async () => {
    vi.useRealTimers();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(targets)(
    "$name: $cases cases",
    { timeout: 120_000 * factor },
    async ({ cases, attempt }) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), async (seed) => {
          tried += 1;
          await attempt(new Random(seed), join(folder, String(tried)));
        }),
        { numRuns: cases * factor },
      );
    },
  );

  it("was tried a hundred thousand times and more", () => {
    expect(tried).toBeGreaterThanOrEqual(100_000);
  });
});

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explain } from "../services/explain";
import { outcomeOf, type Operation } from "../../../src/operations/operation";
import { OperationStore } from "../../../src/operations/operationStore";
import { Runner } from "../../../src/operations/runner";
import { FakeClock } from "../base/fakeClock";
import { AzureModel } from "./azureModel";
import { resumed, runnerOver, silent, useFolder } from "./harness";
import { purgeAccount, recoverWithGroup } from "./plans";

const folder = useFolder();

const good: Operation = {
  schema: 2,
  id: "good",
  plan: recoverWithGroup,
  startedAt: 1,
  steps: [{ state: "waiting" }, { state: "waiting" }],
};

describe("a stored file that is no operation", () => {
  it.each<[string, string]>([
    ["empty", ""],
    ["cut off", '{"schema":1,"id":"x"'],
    ["text", '"text"'],
    ["a list", "[]"],
    ["of another version", JSON.stringify({ ...good, schema: 2 })],
    ["without steps", JSON.stringify({ ...good, steps: [] })],
    ["with too few steps", JSON.stringify({ ...good, steps: [{ state: "waiting" }] })],
    ["with steps that are none", JSON.stringify({ ...good, steps: [1, null] })],
    ["without a plan", JSON.stringify({ ...good, plan: null })],
    ["with an id that leads elsewhere", JSON.stringify({ ...good, id: "../bad" })],
    ["with a time that does not come", JSON.stringify({ ...good, startedAt: 1e300 })],
    ["without an id", JSON.stringify({ ...good, id: 7 })],
    ["without a time", JSON.stringify({ ...good, startedAt: "now" })],
    ["with no action", JSON.stringify({ ...good, plan: { ...good.plan, action: "explode" } })],
    ["about nothing", JSON.stringify({ ...good, plan: { ...good.plan, subject: {} } })],
  ])("(%s) is left where it is, and the others go on", async (_, text) => {
    const store = new OperationStore(folder.path(), silent);
    await store.save(good);
    await writeFile(join(folder.path(), "bad.json"), text);
    expect((await store.load()).map(({ id }) => id)).toEqual(["good"]);
    const ended = await resumed(runnerOver(store, new AzureModel().connect()));
    expect([ended.id, outcomeOf(ended)]).toEqual(["good", "succeeded"]);
  });
});

describe("a disk that refuses", () => {
  it("from the start lets nothing be sent", async () => {
    const file = join(folder.path(), "no-folder");
    await writeFile(file, "");
    const azure = new AzureModel();
    const arm = azure.connect();
    const runner = runnerOver(new OperationStore(file, silent), arm);
    await expect(runner.start(purgeAccount)).rejects.toThrow();
    expect(arm.sent).toEqual([]);
    expect(runner.runningOn(purgeAccount.subject.deletion)).toBeUndefined();
  });

  it.each([1, 2])("at save %i, before the request, lets nothing be sent", async (refusedSave) => {
    class FullStore extends OperationStore {
      #saves = 0;
      override async save(operation: Operation): Promise<void> {
        this.#saves += 1;
        if (this.#saves >= refusedSave) {
          throw new Error("no space left on device");
        }
        return super.save(operation);
      }
    }
    const azure = new AzureModel();
    const store = new FullStore(folder.path(), silent);
    const operation = await runnerOver(store, azure.connect()).start(purgeAccount);
    expect(operation.steps).toEqual([{ state: "failed", reason: "no space left on device" }]);
    expect(outcomeOf(operation)).toBe("failed");
    expect(azure.taken).toEqual([]);
  });
});

describe("an operation without a connection", () => {
  it("fails with the reason, skips the rest and gives its claim back", async () => {
    const store = new OperationStore(folder.path(), silent);
    const runner = new Runner({
      store,
      connect: () => Promise.reject(new Error("Sign in to Contoso first.")),
      explain,
      clock: new FakeClock(),
      logger: silent,
    });
    const operation = await runner.start(recoverWithGroup);
    expect(operation.steps).toEqual([
      { state: "failed", reason: "Sign in to Contoso first." },
      { state: "skipped" },
    ]);
    expect(await store.load()).toEqual([operation]);
    expect(await store.claim(recoverWithGroup.subject.deletion)).toBeDefined();
  });
});

import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "../../src/base/json";
import { outcomeOf } from "../../src/operations/operation";
import { OperationStore } from "../../src/operations/operationStore";
import type { Plan, PlanStep } from "../../src/services/plan";
import { HurriedClock } from "../simulated/connecting";
import { usePipeline } from "../unit/azure/armPipeline";
import { purgeVault } from "../unit/operations/plans";
import { runnerOver, silent, useFolder } from "../unit/operations/harness";
import { findRecordings, recordedServices, recordingsIn, type RecordedAction } from "./recordings";

const recordings = findRecordings();
const pipeline = usePipeline();
const folder = useFolder();

function jsonIn(text: string | null): JsonObject | undefined {
  const value = text === null || text === "" ? undefined : (JSON.parse(text) as JsonValue);
  return isJsonObject(value) ? value : undefined;
}

/** The request as it was sent, and nothing asked before or after it. */
function planOf({ kind, request }: RecordedAction): Plan {
  const url = new URL(request.uri);
  const body = jsonIn(request.body);
  const step: PlanStep = {
    id: "step",
    title: kind,
    target: "recorded",
    request: {
      method: request.method === "DELETE" || request.method === "POST" ? request.method : "PUT",
      path: url.pathname,
      apiVersion: url.searchParams.get("api-version") ?? "",
      ...(body === undefined ? {} : { body }),
    },
  };
  return { ...purgeVault, action: kind === "recover" ? "recover" : "purge", steps: [step] };
}

function send(
  response: ServerResponse,
  { status, headers, body }: RecordedAction["response"],
  endpoint: string,
): void {
  const rewritten = Object.entries(headers)
    .filter(([name]) => !["content-length", "transfer-encoding"].includes(name))
    .map(([name, value]): [string, string] => {
      const text = typeof value === "string" ? value : value.join(", ");
      return [name, text.replace(/^https:\/\/[^/]+/, endpoint)];
    });
  response.writeHead(status, Object.fromEntries(rewritten));
  response.end(body ?? "");
}

/**
 * How Azure ended it, by what it answered last: a poll that finds nothing any more is the end of
 * whatever was to be deleted.
 */
function endOf({ polls, response }: RecordedAction): "succeeded" | "failed" {
  const last = polls.at(-1) ?? response;
  return last.status < 400 ? "succeeded" : "failed";
}

/**
 * Recordings whose polls go on after the end, and end with the 404 of a resource that the test
 * deleted then: Azure/azure-cli, test_keyvault_hsm.yaml (preview 2021-04-01, without operation ids).
 */
function endsEarlier({ polls }: RecordedAction): boolean {
  return polls.slice(0, -1).some(({ status }) => status === 200 || status === 204);
}

/**
 * Recordings that stop before the first poll, as the client did not wait: deletions of Backup vaults
 * and the restore of a SQL server.
 */
function isCutOff({ polls, response }: RecordedAction): boolean {
  return response.status === 202 && polls.length === 0;
}

describe.skipIf(recordings === undefined)("the recorded polls", () => {
  it.each(recordedServices(recordings ?? ".", "action"))("of %s end as they ended", async (id) => {
    const all = (
      recordingsIn(recordings ?? "", `action.${id}`) as readonly RecordedAction[]
    ).filter((action) => !isCutOff(action));
    const { arm, server } = pipeline.connect();
    const ends: string[] = [];
    const expected: string[] = [];
    for (const action of all) {
      const { polls, response: first } = action;
      server.answer((response, _arrived, before) => {
        const answer = before === 0 ? first : (polls[before - 1] ?? polls.at(-1) ?? first);
        send(response, answer, server.url);
      });
      const runner = runnerOver(new OperationStore(folder.path(), silent), arm, new HurriedClock());
      const operation = await runner.start(planOf(action));
      runner.dispose();
      const line = `${action.kind} ${new URL(action.request.uri).pathname}`;
      ends.push(`${line} ${outcomeOf(operation)}`);
      expected.push(
        `${line} ${endsEarlier(action) && endOf(action) === "failed" ? "succeeded" : endOf(action)}`,
      );
    }
    expect(ends).toEqual(expected);
  });
});

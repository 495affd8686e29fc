import { describe, expect, it } from "vitest";
import { refusal, type Reply } from "./scriptedArm";
import { answering, forbidden, gone, take, withEffect } from "./stepping";

const step = { ...withEffect, skipIfMet: true } as const;

describe("a step that must not change what is there", () => {
  it("is sent where nothing is", async () => {
    const { end, arm } = await take(step, ({ method }, before) =>
      method === "GET" && before === 0 ? gone : answering({}),
    );
    expect(end).toEqual({ state: "done" });
    expect(arm.writes).toEqual(["PUT /thing"]);
  });

  it("is done, and not sent, where it is there", async () => {
    const { end, arm } = await take(step, () => answering({}));
    expect(end).toEqual({ state: "done" });
    expect(arm.writes).toEqual([]);
  });

  it.each<[string, Reply | "lost"]>([
    ["may not be read", forbidden],
    ["is not answered", "lost"],
    ["fails", refusal(503, "ServerBusy")],
    ["finds it on its way", answering({ properties: { provisioningState: "Deleting" } })],
    ["finds it broken", answering({ properties: { provisioningState: "Failed" } })],
  ])("is not sent where the look at it %s", async (_, reply) => {
    const { end, arm } = await take(step, () => reply);
    expect(end).toMatchObject({
      state: "failed",
      reason: expect.stringMatching(/nothing was sent/i) as string,
    });
    expect(end).not.toHaveProperty("uncertain");
    expect(arm.writes).toEqual([]);
  });
});

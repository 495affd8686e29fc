import { describe, expect, it } from "vitest";
import { actUnder } from "./acting";
import { kindOf, type KindId } from "./kinds";
import { cells } from "./matrix";
import { momentOf, type MomentId } from "./moments";
import { expectDiscretion, expectReadable, type Ended } from "./outcome";
import { logUnder, refreshUnder } from "./reading";
import { onStage } from "./stage";
import { clockAhead } from "./strike";

/** Registers a test for every cell of some moments. */
export function playAll(moments: readonly MomentId[]): void {
  describe.concurrent.each(moments)("while %s", (moment) => {
    const own = cells.filter((cell) => cell.moment === moment);
    it.each(own)("$kind: $outcome", async ({ kind, outcome }) => {
      expect(await play(moment, kind)).toMatchObject({ outcome });
    });
  });
}

/** Plays one cell of the matrix; what must hold for all of them is held here. */
function play(moment: MomentId, kind: KindId): Promise<Ended> {
  const { flow } = momentOf(moment);
  const under = flow === "refresh" ? refreshUnder : flow === "log" ? logUnder : actUnder;
  return onStage(
    async (stage) => {
      const ended = await under(stage, moment, kindOf(kind));
      expectReadable(ended.sentences);
      expectDiscretion(stage);
      return ended;
    },
    clockAhead(kindOf(kind)),
  );
}
